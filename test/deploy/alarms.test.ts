import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alarmsTemplate } from '../../deploy/alarms/alarmsStack.ts';
import { watchedLines } from '../../deploy/alarms/watchedLines.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { readSources } from '../check/sources.ts';
import { countOrders } from '../fixtures/orders.ts';
import { cfnLint } from './cfnLint.ts';
import { buy, relayShop, shopOf } from './shop.ts';

const notify = 'arn:aws:sns:eu-central-1:123456789012:pager';
const shop = shopOf(buy, countOrders, relayShop);
const alarmsOf = (template: ReturnType<typeof alarmsTemplate>) =>
  new Map(
    Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::CloudWatch::Alarm' ? [[String(Properties['AlarmName']), Properties] as const] : [],
    ),
  );
const ofShop = alarmsOf(alarmsTemplate(shop, { api: 'a1b2', mappings: { CountOrders: 'uuid-1' } }, notify));

it('each watched line is counted in every function, and one is enough where it says so', () => {
  const { Resources } = alarmsTemplate(shop, { mappings: {} });
  const filters = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Logs::MetricFilter');
  expect(filters.map(({ Properties }) => Properties['LogGroupName'])).toEqual([
    '/aws/lambda/shop-test-buy',
    '/aws/lambda/shop-test-countOrders',
    '/aws/lambda/shop-test-relayShop',
  ]);
  for (const { Properties } of filters) {
    const pattern = String(Properties['FilterPattern']);
    expect(pattern).toContain('($.message = "clock.refused")');
    // CloudWatch takes 1,024 characters.
    expect(pattern.length).toBeLessThanOrEqual(1024);
  }
  expect(ofShop.get('shop-test-clock.refused')).toMatchObject({
    Namespace: 'EventFunctions/shop-test',
    MetricName: 'Lines',
    Dimensions: [{ Name: 'line', Value: 'clock.refused' }],
    Statistic: 'Sum',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [notify],
    OKActions: [notify],
  });
});

it('every line that is told as an error has an alarm, and is in the guide, as all that have one', () => {
  const guide = readFileSync('docs/guides/operate.md', 'utf8');
  for (const line of Object.keys(watchedLines)) expect(guide, line).toContain(`\`${line}\``);
  const deployed = readSources('.').filter(({ path }) => /^(lib|functions|domain)\//.test(path));
  const told = deployed.flatMap(({ text }) =>
    [...text.matchAll(/log\.error\('([a-z.-]+)'/g)].map(([, line]) => line ?? ''),
  );
  expect(told).toContain('clock.refused');
  expect(told.filter((line) => !(line in watchedLines))).toEqual([]);
});

it('errors, throttles, lag, skipped records, a schedule that stands still and the API are watched', () => {
  const ofLines = Object.keys(watchedLines).map((line) => `shop-test-${line}`);
  expect([...ofShop.keys()].filter((name) => !ofLines.includes(name)).toSorted()).toEqual([
    'shop-test-CountOrders-dropped',
    'shop-test-api-5xx',
    'shop-test-buy-errors',
    'shop-test-buy-throttles',
    'shop-test-countOrders-errors',
    'shop-test-countOrders-lag',
    'shop-test-countOrders-throttles',
    'shop-test-relayShop-errors',
    'shop-test-relayShop-runs',
    'shop-test-relayShop-throttles',
  ]);
  const byFunction = (name: string) => [{ Name: 'FunctionName', Value: `shop-test-${name}` }];
  expect(ofShop.get('shop-test-countOrders-lag')).toMatchObject({
    MetricName: 'OffsetLag',
    Dimensions: byFunction('countOrders'),
    Threshold: 1000,
  });
  expect(ofShop.get('shop-test-CountOrders-dropped')).toMatchObject({
    MetricName: 'DroppedEventCount',
    Dimensions: [{ Name: 'EventSourceMappingUUID', Value: 'uuid-1' }],
  });
  expect(ofShop.get('shop-test-relayShop-runs')).toMatchObject({
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
    EvaluationPeriods: 3,
  });
});

it('one that nobody is told of has no actions', () => {
  const silent = alarmsOf(alarmsTemplate(shop, { mappings: {} }));
  expect(silent.get('shop-test-buy-errors')).not.toHaveProperty('AlarmActions');
});

it('cfn-lint has nothing to say', { timeout: 120_000 }, async (test) => {
  const linted = await cfnLint(alarmsTemplate(await declaredApplication('test'), { api: 'a1', mappings: {} }, notify));
  if (linted === undefined) return test.skip('there is no cfn-lint');
  expect(linted).toBe('');
});
