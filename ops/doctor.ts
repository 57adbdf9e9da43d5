/** `ops doctor --stage`: asks a function inside the stage's network what it can reach. */
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Fault } from '../lib/errors/fault.ts';
import { shown, visible } from '../lib/text/shown.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { readStage } from './stage.ts';

const help = `npm run -s ops -- doctor --stage NAME [--json]

Invokes the function diagnoseStage, which has the network of the stage's functions, and prints a line for each check: the
endpoints of AWS that functions and pollers need (name, connection, TLS), brokers, topics, secrets, tables, and whether SES
is in its sandbox. A line that begins with "wrong" says what to do. No secret's text leaves the function.

  --stage NAME  the stage of stages/NAME.ts; you need lambda:InvokeFunction on event-functions-NAME-diagnoseStage
  --json        {"findings": [{"check", "isRight", "says"}]}

Exit status: 0 all is right, 3 something is wrong, 1 it could not be asked.
`;

const told = z.object({
  findings: z.array(z.object({ check: z.string(), isRight: z.boolean(), says: z.string() })),
});

export const doctor: Command = {
  summary: 'says what a stage’s functions can not reach, and what to do',
  help,
  run: async (args, print) => {
    const { values } = parseOptions('doctor', args, { stage: { type: 'string' } });
    if (values.stage === undefined)
      throw new UsageError('Name the stage with --stage. See npm run ops -- doctor --help.');
    const { prefix, region } = await readStage(values.stage);
    const { findings } = await ask(`${prefix}-diagnoseStage`, { region });
    const lines = findings.map(({ check, isRight, says }) =>
      visible(`${isRight ? 'ok   ' : 'wrong'} ${check}: ${says}`),
    );
    print(values.json ? JSON.stringify({ findings }) : lines.join('\n'));
    return findings.every(({ isRight }) => isRight) ? 0 : 3;
  },
};

/** The function has 60 seconds, and answers within its own limits long before. */
const LIMIT_MS = 65_000;

async function ask(FunctionName: string, where: LambdaClientConfig): Promise<z.output<typeof told>> {
  const client = new LambdaClient({ ...where, maxAttempts: 1 });
  const call = new InvokeCommand({ FunctionName, Payload: '{}' });
  const answer = await client.send(call, { abortSignal: AbortSignal.timeout(LIMIT_MS) }).catch((cause: unknown) => {
    throw new Fault('DEPENDENCY_UNAVAILABLE', `${FunctionName}: ${String(cause)}. Is the stage deployed?`, { cause });
  });
  const text = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined)
    throw new Fault('DEPENDENCY_FAILED', `${FunctionName} ended with ${shown(text, 300)}: see its log`);
  const read = told.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  throw new Fault('DEPENDENCY_FAILED', `${FunctionName} answered ${shown(text, 300)}: deploy this version first`);
}
