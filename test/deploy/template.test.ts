// Rules of every stack, whatever functions there are: read from the template that osls really packages.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../deploy/cloudFormation.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { type DeclaredFunction, declaredFunctions, type FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { everywhere } from '../../deploy/permissions/everywhere.ts';
import { events } from '../../events/catalogue.ts';
import { publishesRecords, tablesOf, topicsOf } from '../../lib/connect/connect.ts';
import { portsOf } from '../../lib/connect/ports.ts';
import { awsProducer } from '../../lib/producer/awsProducer.ts';
import { parseSettings, settingsShape } from '../../lib/settings/settings.ts';
import { cfnLint } from './cfnLint.ts';
import { asDeployed, kafkaSecret, stage, type Template } from './evaluate.ts';
import { packageInto, packagersSecrets } from './packaged.ts';
import { permissionsOf, statementsOf } from './permissions.ts';
import { resourceCount } from './resourceCount.ts';

let folder: string;
let template: Template;
let deployed: Record<string, Resource>;
let functions: DeclaredFunction[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-'));
  functions = await declaredFunctions('.');
  template = await packageInto(folder);
  deployed = asDeployed(template);
}, 300_000);

afterAll(() => rm(folder, { recursive: true }));

/** Asked for only when something is published. */
const nobody = { region: () => Promise.reject(), credentials: () => Promise.reject() };
const ofType = (type: string, resources = deployed) => Object.values(resources).filter(({ Type }) => Type === type);
const mappings = (resources = deployed) => ofType('AWS::Lambda::EventSourceMapping', resources);
const idOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const ownShapeOf = (config: FunctionConfig) => ('settings' in config ? (config.settings?.shape ?? {}) : {});
const lastNames = (permissions: string[]) => new Set(permissions.map((permission) => permission.split(/[/ ]/).at(-1)));

describe('mappings', () => {
  it('bind every topic that carries an event of a consumer, and no other', () => {
    const wanted = functions.flatMap(({ config }) => {
      const read = config.kind === 'consumer' ? config.events.map(({ type }) => type) : [];
      const carriers = events.filter(({ type }) => read.includes(type)).flatMap((event) => event.topics);
      return [...new Set(carriers)].map((topic) => `event-functions-test-${config.name} ${topic.name}`);
    });
    const bound = mappings().map(({ Properties }) => `${Properties['FunctionName']} ${Properties['Topics']}`);
    expect(bound.toSorted()).toEqual(wanted.toSorted());
    expect(bound).toContain('event-functions-test-sendWelcomeEmail user.events');
    expect(bound).toContain('event-functions-test-sendWelcomeEmail user-events');
  });

  it('have a consumer group each, none of them another service’s', () => {
    const groups = mappings().map(({ Properties }) => {
      return (Properties['AmazonManagedKafkaEventSourceConfig'] as { ConsumerGroupId: string }).ConsumerGroupId;
    });
    expect(new Set(groups).size).toBe(groups.length);
    for (const foreign of ['trx-group', 'usercenter', 'payment-gateway-group']) expect(groups).not.toContain(foreign);
    expect(groups.filter((group) => !/^[\w.-]{1,200}$/.test(group))).toEqual([]);
  });
});

describe('a role', () => {
  it('names every resource, but for the actions that take none', () => {
    const unnamed = ofType('AWS::IAM::Role').flatMap((role) => {
      return permissionsOf(role).filter((permission) => permission.endsWith(' *') || permission.startsWith('*'));
    });
    expect([...new Set(unnamed)].toSorted()).toEqual(Object.keys(everywhere).map((action) => `${action} *`));
    const actions = ofType('AWS::IAM::Role').flatMap((role) => statementsOf(role).flatMap(({ Action }) => Action));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('is made for each function and for nothing else', () => {
    expect(ofType('AWS::IAM::Role')).toHaveLength(functions.length);
  });

  it('allows exactly the tables and topics that the function declares', () => {
    for (const { config } of functions) {
      const role = deployed[`${idOf(config.name)}Role`];
      const tables = permissionsOf(role, 'dynamodb').filter((pair) => !/\/index\/|^dynamodb:Describe/.test(pair));
      const declared = tablesOf(config).map(({ name }) => `event-functions-test-${name}`);
      expect(lastNames(tables), config.name).toEqual(new Set(declared));
      const reads = permissionsOf(role).filter((permission) => permission.startsWith('kafka-cluster:ReadData '));
      const topics = config.kind === 'consumer' ? config.topics.map(({ name }) => name) : [];
      expect(lastNames(reads), config.name).toEqual(new Set(topics));
      if (config.uses.some(({ kind }) => kind === 'relays')) continue;
      const writes = permissionsOf(role).filter((permission) => permission.startsWith('kafka-cluster:WriteData '));
      expect(lastNames(writes), config.name).toEqual(topicsOf(config));
    }
  });

  it('has room in its inline policy: IAM takes 10,240 characters', () => {
    for (const role of ofType('AWS::IAM::Role')) expect(JSON.stringify(statementsOf(role)).length).toBeLessThan(10_000);
  });
});

describe('each function', () => {
  it.each([
    ['IAM', {}],
    ['a secret, and MSK asked for its brokers', { KafkaAuth: 'scram', KafkaBrokers: '', KafkaSecretArn: kafkaSecret }],
  ])('is given every setting that it needs with %s, and none that it does not know', (_, differs) => {
    const resources = asDeployed(template, { ...stage, ...differs });
    for (const { config } of functions) {
      const { Environment } = resources[`${idOf(config.name)}LambdaFunction`]?.Properties ?? {};
      const { Variables } = Environment as { Variables: Record<string, string> };
      const own = 'settings' in config ? config.settings : undefined;
      const { settings } = parseSettings(Variables, own, portsOf(config));
      if (publishesRecords(config))
        expect(() =>
          awsProducer({ name: config.name, compressionOf: () => 'none' }, settings, nobody, Date.now),
        ).not.toThrow();
      const ofPorts = portsOf(config).map((port) => port.settings.aws.shape);
      const known = Object.assign({ NODE_OPTIONS: '' }, settingsShape.shape, own?.shape, ...ofPorts);
      expect(Object.keys(Variables).filter((name) => !(name in known))).toEqual([]);
    }
  });

  it('holds its own settings as the stage sets them, and no other function’s', () => {
    const holders = (variable: string) =>
      functions.flatMap(({ config }) => {
        const { Environment } = deployed[`${idOf(config.name)}LambdaFunction`]?.Properties ?? {};
        const { Variables } = Environment as { Variables: Record<string, string> };
        return Variables[variable] === undefined ? [] : [`${config.name} ${Variables[variable]}`];
      });
    expect(holders('FEE_BASIS_POINTS')).toEqual(['postAccounting 250']);
    expect(holders('ADMIN_EMAILS')).toEqual(['raiseRiskAlert jane@shop.example,joe@shop.example']);
    expect(holders('LOGIN_PER_ACCOUNT')).toEqual(['contacts 5/900', 'users 5/900']);
    for (const variable of functions.flatMap(({ config }) => Object.keys(ownShapeOf(config)))) {
      const declaring = functions.filter(({ config }) => variable in ownShapeOf(config));
      expect(holders(variable).map((holder) => holder.split(' ')[0])).toEqual(
        declaring.map(({ config }) => config.name),
      );
    }
  });

  it('is packaged by itself', () => {
    const zips = readdirSync(folder).filter((file) => file.endsWith('.zip'));
    expect(zips.toSorted()).toEqual(functions.map(({ config }) => `${config.name}.zip`).toSorted());
  });
});

describe('the template', () => {
  it('holds no data, and what it is made of can be made again', () => {
    const kept = Object.values(deployed).filter((resource) => 'DeletionPolicy' in resource);
    expect(kept).toEqual([]);
    expect(ofType('AWS::DynamoDB::Table')).toEqual([]);
  });

  it('throttles the API, says why a request met no answer, and keeps the packages private and in versions', () => {
    const [apiStage] = ofType('AWS::ApiGatewayV2::Stage');
    const limits = { DetailedMetricsEnabled: true, ThrottlingRateLimit: '500', ThrottlingBurstLimit: '1000' };
    expect(apiStage?.Properties['DefaultRouteSettings']).toEqual(limits);
    const logged = expect.stringContaining('"integrationError":"$context.integrationErrorMessage"');
    expect(apiStage?.Properties['AccessLogSettings']).toMatchObject({ Format: logged });
    const [packages] = ofType('AWS::S3::Bucket');
    expect(packages?.Properties['VersioningConfiguration']).toEqual({ Status: 'Enabled' });
    expect(packages?.Properties['PublicAccessBlockConfiguration']).toMatchObject({ RestrictPublicBuckets: true });
  });

  it('lets the API answer browsers that ask first, where origins are allowed, and no function', () => {
    const cors = (CorsOrigins: string) => {
      const [api] = ofType('AWS::ApiGatewayV2::Api', asDeployed(template, { ...stage, CorsOrigins }));
      return api?.Properties['CorsConfiguration'];
    };
    expect(cors('https://shop.example,https://admin.shop.example')).toEqual({
      AllowOrigins: ['https://shop.example', 'https://admin.shop.example'],
      AllowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'traceparent'],
      ExposeHeaders: ['etag', 'idempotent-replayed', 'retry-after', 'traceparent', 'x-request-id'],
      MaxAge: 86_400,
    });
    expect(cors('')).toBeUndefined();
    const routes = ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => String(Properties['RouteKey']));
    expect(routes.filter((key) => key.startsWith('OPTIONS'))).toEqual([]);
  });

  it('has the resources that are counted for growth, and exactly the parameters that a stage is described by', async () => {
    expect(Object.keys(template.Resources)).toHaveLength(resourceCount(await declaredApplication('test')));
    expect(Object.keys(template.Parameters).toSorted()).toEqual(Object.keys(stage).toSorted());
  });

  it('holds no secret’s text, nor does anything that is packaged, and has CloudFormation read none', () => {
    const entries = [folder, '.build'].flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }));
    const files = entries.filter((entry) => entry.isFile());
    const made = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    const texts = ['resolve:secretsmanager', 'resolve:ssm-secure', ...Object.values(packagersSecrets)];
    for (const text of texts) expect(made.filter((bytes) => bytes.includes(text))).toEqual([]);
    expect(made.length).toBeGreaterThan(functions.length);
  });

  it('passes cfn-lint', { timeout: 120_000 }, async (test) => {
    const linted = await cfnLint(template);
    if (linted === undefined) return test.skip('there is no cfn-lint');
    expect(linted).toBe('');
  });
});
