import { expect, it } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { roles } from '../../deploy/roles.ts';
import { asDeployed } from './evaluate.ts';
import { permissionsOf } from './permissions.ts';

const application = await declaredApplication('test');
const deployed = asDeployed({ Parameters: {}, Conditions: {}, Resources: toResources(roles(application)) });
const permissions = new Map(
  application.functions.map(({ config }) => {
    const id = `${config.name.charAt(0).toUpperCase()}${config.name.slice(1)}Role`;
    return [config.name, permissionsOf(deployed[id])];
  }),
);
const holders = (part: string) =>
  [...permissions].flatMap(([name, pairs]) => (pairs.some((pair) => pair.includes(part)) ? [name] : []));

it('nobody has the outbox but consumers, the relay and those that publish', () => {
  for (const part of ['table/event-functions-test-outbox', '/outbox/*']) {
    const held = holders(part);
    for (const name of ['about', 'accounts', 'admin', 'applyTopics', 'diagnoseStage', 'workOffDue'])
      expect(held, part).not.toContain(name);
    for (const name of ['users', 'payments', 'relayOutbox', 'postAccounting']) expect(held, part).toContain(name);
    const publishing = application.functions.filter(({ config }) => {
      return config.kind === 'consumer' || config.uses.some(({ kind }) => kind === 'publishes' || kind === 'relays');
    });
    expect(held, part).toEqual(publishing.map(({ config }) => config.name));
  }
});

it('marks and progress are consumers’ alone', () => {
  const consumers = application.functions.flatMap(({ config }) => (config.kind === 'consumer' ? [config.name] : []));
  expect(holders('table/event-functions-test-marks')).toEqual(consumers);
  expect(holders('table/event-functions-test-progress')).toEqual(consumers);
});

it('the job that applies topics touches no table, object or record', () => {
  const pairs = permissions.get('applyTopics') ?? [];
  expect(pairs.filter((pair) => /^(dynamodb|s3|lambda):|kafka-cluster:(Read|Write)Data/.test(pair))).toEqual([]);
});

it('the function that diagnoses describes and reads no item, object or record', () => {
  const pairs = (permissions.get('diagnoseStage') ?? []).filter((pair) => !/^(ec2|logs):/.test(pair));
  const actions = new Set(pairs.map((pair) => pair.split(' ')[0]));
  expect([...actions].toSorted()).toEqual([
    'dynamodb:DescribeTable',
    'kafka-cluster:Connect',
    'kafka-cluster:DescribeTopic',
    'kafka:GetBootstrapBrokers',
    'secretsmanager:GetSecretValue',
    'ses:GetAccount',
  ]);
});

it('the relay touches the outbox, its objects and the topics, and the job for what is due its rows alone', () => {
  const tablesOf = (name: string) =>
    new Set(
      (permissions.get(name) ?? []).flatMap((pair) => /:table\/event-functions-test-(\w+)/.exec(pair)?.[1] ?? []),
    );
  expect(tablesOf('relayOutbox')).toEqual(new Set(['outbox']));
  expect(tablesOf('workOffDue')).toEqual(new Set(['due']));
});
