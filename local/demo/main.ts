/** `npm run demo`: the whole story on a throw-away stack. Exits 0 when every expected effect was seen, else 1. */
import { toFault } from '../../lib/errors/fault.ts';
import { useLocalEnvironment } from '../environment.ts';
import { startStack } from '../stack.ts';
import { merchant } from './money.ts';
import { createNarrator } from './narrator.ts';
import { tellStory } from './story.ts';
import { mintTokens } from './tokens.ts';

const narrator = createNarrator(process.stdout);
useLocalEnvironment({ LOG_LEVEL: 'silent' });
try {
  narrator.say('Starting the embedded stack on free ports, with throw-away state …');
  const stack = await startStack({ state: 'memory', apiPort: 0, consolePort: 0, host: '127.0.0.1' });
  try {
    const tokens = await mintTokens(merchant);
    await tellStory({ api: stack.apiUrl, console: stack.consoleUrl, tokens }, narrator);
  } finally {
    await stack.stop();
  }
} catch (error) {
  narrator.fail(toFault(error).message);
}
process.exitCode = narrator.end() ? 0 : 1;
