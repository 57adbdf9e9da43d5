/** `npm run demo`: the whole story on a throw-away stack. Exits 0 when every expected effect was seen, else 1. */

import { toFault } from '../../lib/errors/fault.ts';
import { readArguments } from '../../lib/text/commandLine.ts';
import { useLocalEnvironment } from '../environment.ts';
import { runProgram } from '../program.ts';
import { startStack } from '../stack.ts';
import { toBroker } from '../start/brokerOptions.ts';
import { toRuntime } from '../start/runtimeOption.ts';
import { UsageError } from '../usageError.ts';
import { merchant } from './money.ts';
import { createNarrator } from './narrator.ts';
import { tellStory } from './story.ts';
import { mintTokens } from './tokens.ts';

const ANY_PORT = 0;
const seeHelp = 'See npm run demo -- --help.';

const help = `npm run demo [-- options]

Tells the whole story on a throw-away stack: a registration becomes a welcome e-mail, a payment a journal, a risk an alert,
a broken event a dead letter, and a repeat nothing. Exit status 0 when every expected effect was seen, else 1.

  --broker embedded|kafka    the embedded broker, or Apache Kafka (needs Java)
  --runtime inline|ric       functions in threads of the stack, or under AWS's own runtime client (needs Node 22 or 24)
  --help                     this text
`;

const options = {
  broker: { type: 'string', default: 'embedded' },
  runtime: { type: 'string', default: 'inline' },
  help: { type: 'boolean', default: false },
} as const;

await runProgram(async () => {
  const { broker: kind, runtime: where, help: wanted } = parse(process.argv.slice(2));
  if (wanted) {
    process.stdout.write(help);
    return 0;
  }
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
  return readArguments({ args: [...args], options }, (sentence) => new UsageError(`${sentence} ${seeHelp}`)).values;
}
