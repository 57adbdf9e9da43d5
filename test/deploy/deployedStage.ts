/** A stage of the whole project on MiniStack: deployed by the command, looked at by AWS's own clients. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { stackOf } from '../../deploy/run/stack.ts';
import { startsFile } from '../../deploy/starts.ts';
import { rotated } from '../../lib/token/keySet.ts';
import { environmentWith } from '../environment.ts';
import { createSecret } from '../fixtures/secret.ts';

const cluster = 'arn:aws:kafka:eu-west-1:000000000000:cluster/proof/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6';
const region = 'eu-west-1';
const sender = 'no-reply@shop.example';

export async function deployedStage(endpoint: string) {
  const stage = `p${randomBytes(4).toString('hex')}`;
  const name = `event-functions-${stage}`;
  const aws = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const params = await parametersOf(endpoint, aws);
  const run = (program: string, ...args: string[]) => runHere(endpoint, program, [...args, '--stage', stage]);
  const [cloudFormation, lambda] = [new CloudFormationClient(aws), new LambdaClient(aws)];
  return {
    ...{ stage, name, cloudFormation, file: startsFile('.', stage) },
    deploy: (...more: string[]) => run('deploy/run/main.ts', ...params, ...more.map((param) => `--param=${param}`)),
    serverless: (...args: string[]) => run('node_modules/osls/bin/serverless.js', ...args),
    status: async (part?: 'alarms' | 'data') =>
      (await stackOf(cloudFormation, [name, ...(part ? [part] : [])].join('-')))?.StackStatus,
    async functions() {
      const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
      return Functions.flatMap(({ FunctionName = '' }) => (FunctionName.startsWith(`${name}-`) ? [FunctionName] : []));
    },
    async mappings() {
      const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
      const mine = EventSourceMappings.filter(({ FunctionArn = '' }) => FunctionArn.includes(`:${name}-`));
      return mine.map(({ UUID }) => UUID).toSorted();
    },
    async tables() {
      const { TableNames = [] } = await new DynamoDBClient(aws).send(new ListTablesCommand({}));
      return TableNames.filter((table) => table.startsWith(`${name}-`));
    },
    async variables(of: string) {
      const FunctionName = `${name}-${of}`;
      return (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Environment?.Variables ?? {};
    },
    async invoke(of: string, event: unknown) {
      const call = { FunctionName: `${name}-${of}`, Payload: Buffer.from(JSON.stringify(event)) };
      const { FunctionError, Payload } = await lambda.send(new InvokeCommand(call));
      return { error: FunctionError, answer: Buffer.from(Payload ?? []).toString() };
    },
    /** `POST /api/v1/users/register` */
    async call(route: string, body?: object) {
      const { Outputs = [] } = (await stackOf(cloudFormation, name)) ?? {};
      const api = Outputs.find(({ OutputKey }) => OutputKey === 'HttpApiId')?.OutputValue ?? '';
      return await callApi(endpoint, api, route, body);
    },
    forget: () => rmSync(startsFile('.', stage), { force: true }),
  };
}

async function parametersOf(endpoint: string, aws: object): Promise<string[]> {
  await new SESv2Client(aws).send(new CreateEmailIdentityCommand({ EmailIdentity: sender }));
  const secret = async (value: string) => (await createSecret(endpoint, value, region)).arn;
  const given = {
    MskClusterArn: cluster,
    KafkaBrokers: '127.0.0.1:1',
    KafkaAuth: 'none',
    SubnetIds: 'subnet-1',
    SecurityGroupIds: 'sg-1',
    MailFrom: sender,
    ChannelUrl: 'https://channel.example',
    ChannelSecretArn: await secret('whsec_c2VjcmV0IG9mIHRoZSBjaGFubmVs'),
    SmsOrigination: 'arn:aws:sms-voice:eu-west-1:000000000000:phone-number/phone-1',
    DigestSecretArn: await secret('a secret of at least thirty-two characters'),
    CallbackSecretArn: await secret('whsec_c2VjcmV0IG9mIHRoZSBwcm92aWRlcg=='),
    TokenKeysSecretArn: await secret(JSON.stringify(rotated(undefined))),
  };
  return Object.entries(given).map(([key, value]) => `--param=${key}=${value}`);
}

/** Ends with what it said, and how it ended. */
async function runHere(endpoint: string, program: string, args: string[]) {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: region };
  const env = environmentWith({ ...credentials, AWS_ENDPOINT_URL: endpoint, SLS_NOTIFICATIONS_MODE: 'off' });
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const status = new Promise<number | null>((resolve) => child.on('close', resolve));
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await status, said: said.join('') };
}

/** Calls the API by its own host name, with the route's method and path. */
async function callApi(endpoint: string, api: string, route: string, body?: object) {
  const [method, path = ''] = route.split(' ');
  const headers = { host: `${api}.execute-api.localhost`, 'content-type': 'application/json' };
  return await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asked = request(new URL(path, endpoint), { method, headers }, (answer) => {
      text(answer).then((found) => resolve({ status: answer.statusCode, body: found }), reject);
    });
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}
