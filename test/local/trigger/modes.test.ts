// Features that need provisioned mode: https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
import { expect, it } from 'vitest';
import type { MappingParameters } from '../../../local/trigger/parameters.ts';
import { mappingSettings } from '../../../local/trigger/settings.ts';

const minimal: MappingParameters = { FunctionName: 'ship', Topics: ['orders'], StartingPosition: 'LATEST' };
const pollers = { ProvisionedPollerConfig: { MinimumPollers: 1 } };
const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
const read = (given: object) => () => mappingSettings({ ...minimal, ...given });

it.each<[string, object]>([
  ['MaximumRetryAttempts', { MaximumRetryAttempts: 3 }],
  ['MaximumRecordAgeInSeconds', { MaximumRecordAgeInSeconds: 60 }],
  ['BisectBatchOnFunctionError', { BisectBatchOnFunctionError: true }],
  ['FunctionResponseTypes', { FunctionResponseTypes: ['ReportBatchItemFailures'] }],
  ['DestinationConfig.OnFailure with kafka://', to('kafka://failed')],
  ['LoggingConfig', { LoggingConfig: { SystemLogLevel: 'INFO' } }],
])('refuses in on-demand mode what needs provisioned mode: %s', (name, given) => {
  expect(read(given)).toThrow(`${name}: needs provisioned mode (set ProvisionedPollerConfig)`);
  expect(read({ ...given, ...pollers })).not.toThrow();
});

it('takes an empty ProvisionedPollerConfig for on-demand mode', () => {
  expect(read({ ProvisionedPollerConfig: {}, MaximumRetryAttempts: 3 })).toThrow('needs provisioned mode');
});
