/** Calls another Lambda function without waiting for it. */
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';

/** Lambda takes the event and starts the function soon. Throws the client's errors. */
export async function invokeLater(functionName: string, where: LambdaClientConfig = {}): Promise<void> {
  const client = new LambdaClient({ ...where, maxAttempts: 1, requestHandler: limits });
  try {
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: '{}' }));
  } finally {
    client.destroy();
  }
}

const limits = { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true };
