import { expect, it } from 'vitest';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { findStages } from '../../deploy/findStages.ts';
import { defineStage, type Stage } from '../../deploy/stage.ts';
import { stageValues } from '../../deploy/stageValues.ts';

const application = await declaredApplication('test');
const example = (await findStages()).get('example');
if (!example) throw new Error('expected stages/example.ts');

const changed = (change: Partial<Stage>): Stage => defineStage({ ...example, ...change });
const read = (stage: Stage) => stageValues(stage, 'stages/blue.ts', application);

it('gives parameters and settings by the names of the template, lists with commas between', () => {
  expect(read(example)).toMatchObject({
    TopicPrefix: 'example.',
    SubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
    MailFrom: 'no-reply@shop.example',
    FeeBasisPoints: '250',
    LogLevel: 'info',
  });
});

it('names everything that is wrong in one message, with the file', () => {
  const stage = changed({
    parameters: { ...example.parameters, MskClusterArn: 'shop', TopicPrefix: 'blue green', Pollers: 'many' },
    settings: { FEE_BASIS_POINTS: -1, LOG_LEVEL: 'loud', FEE_BASIS: 5 },
    topics: { 'payment.succes': { partitions: 6 }, 'audit.logs': { partitions: 0 } },
  });
  const wrong = [
    'MskClusterArn',
    'TopicPrefix',
    'Pollers',
    'FEE_BASIS_POINTS',
    'LOG_LEVEL',
    'FEE_BASIS',
    'MAIL_FROM',
    'SMS_ORIGINATION',
    'CHANNEL_URL',
    'CHANNEL_SECRET_ARN',
  ];
  for (const name of [...wrong, 'payment.succes', 'audit.logs'])
    expect(() => read(stage)).toThrow(new RegExp(`^stages/blue.ts: .*${name}`));
});

it.each([
  ['SubnetIds', []],
  ['TokenKeysSecretArn', ''],
])('asks for %s', (name, value) => {
  const stage = changed({ parameters: { ...example.parameters, [name]: value } });
  expect(() => read(stage)).toThrow(`${name}: expected`);
});

it('tells alarms to an SNS topic, and to nothing else', () => {
  const notify = 'arn:aws:sqs:eu-central-1:123456789012:alarms';
  expect(() => read(changed({ alarms: { notify } }))).toThrow('alarms: notify expects the ARN of an SNS topic');
});

it('takes no variable of osls', () => {
  const stage = changed({ settings: { ...example.settings, ADMIN_EMAILS: `\${env:HOME}@shop.example` } });
  expect(() => read(stage)).toThrow('ADMIN_EMAILS');
});
