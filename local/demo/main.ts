/** `npm run demo`: the whole story on a throw-away stack. Exits 0 when every expected effect was seen, else 1. */
import { parseArgs } from 'node:util';
import { toFault } from '../../lib/errors/fault.ts';
import { useLocalEnvironment } from '../environment.ts';
import { asUsageError, runProgram } from '../program.ts';
import { startStack } from '../stack.ts';
import { toBroker } from '../start/brokerOptions.ts';
import { toRuntime } from '../start/runtimeOption.ts';
import { UsageError } from '../usageError.ts';
import { merchant } from './money.ts';
import { createNarrator } from './narrator.ts';
import { tellStory } from './story.ts';
import { mintTokens } from './tokens.ts';

const ANY_PORT = 0;
const usage = 'Expected npm run demo [-- --broker embedded|kafka --runtime inline|ric].';

const options = {
  broker: { type: 'string', default: 'embedded' },
  runtime: { type: 'string', default: 'inline' },
} as const;

await runProgram(async () => {
  const { broker: kind, runtime: where } = parse(process.argv.slice(2));
  const narrator = createNarrator(process.stdout);
  useLocalEnvironment({ LOG_LEVEL: 'silent' });
  const broker = toBroker(kind, kind === 'kafka' ? ANY_PORT : undefined, []);
  const runtime = toRuntime(where, broker);
  const what = kind === 'kafka' ? 'the stack with Apache Kafka' : 'the embedded stack';
  narrator.say(`Starting ${what} on free ports, with throw-away state …`);
  const places = { state: 'memory', apiPort: ANY_PORT, consolePort: ANY_PORT, host: '127.0.0.1' };
  try {
    const stack = await startStack({ ...places, broker, runtime, tell: narrator.say });
    try {
      const tokens = await mintTokens(merchant);
      await tellStory({ api: stack.apiUrl, console: stack.consoleUrl, tokens }, narrator);
    } finally {
      await stack.stop();
    }
  } catch (error) {
    narrator.fail(error instanceof UsageError ? error.message : toFault(error).message);
  }
  return narrator.end() ? 0 : 1;
});

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw asUsageError(error, usage);
  }
}
