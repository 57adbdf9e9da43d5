/** Lambda's Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { type AwsCodes, awsFault } from '../errors/awsFaults.ts';
import type { Fault } from '../errors/fault.ts';
import { type InvokeFunction, outcomeOf } from './invoke.ts';

/** `nameOf` is how a function is called on AWS. No second attempt: the caller comes again by itself. */
export function lambdaInvoke(nameOf: (name: string) => string, where: LambdaClientConfig = {}): InvokeFunction {
  const client = new LambdaClient({ ...where, maxAttempts: 1, requestHandler: { connectionTimeout: 1_000 } });
  return async ({ name, event, clientContext, signal }) => {
    const command = new InvokeCommand({
      FunctionName: nameOf(name),
      InvocationType: 'RequestResponse',
      ClientContext: Buffer.from(JSON.stringify(clientContext)).toString('base64'),
      Payload: JSON.stringify(event),
    });
    const answer = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
      throw invokeFault(error, name);
    });
    if (answer.FunctionError === undefined) return { kind: 'answered' };
    return outcomeOf(JSON.parse(Buffer.from(answer.Payload ?? []).toString() || '{}'));
  };
}

const codes = {
  own: [[/^ResourceNotFoundException: /, 'FUNCTION_MISSING']],
  unreached: 'DEPENDENCY_UNAVAILABLE',
  unanswered: 'TIMED_OUT',
  failed: 'DEPENDENCY_FAILED',
  other: 'DEPENDENCY_FAILED',
} as const satisfies AwsCodes;

function invokeFault(error: unknown, name: string): Fault {
  return awsFault(error, `function ${name}`, codes);
}
