import { describe, expect, it } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { conditions } from '../../deploy/conditions.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { mappings } from '../../deploy/mappings.ts';
import { asDeployed, stage } from './evaluate.ts';

const Resources = toResources(mappings(await declaredApplication('test')));
const template = { Parameters: {}, Conditions: conditions, Resources };

describe('in the posture', () => {
  const propertiesIn = (Pollers: string) => {
    const resources = asDeployed(template, { ...stage, Pollers });
    return Object.values(resources).flatMap(({ Properties }) => Object.keys(Properties));
  };
  // AWS: kafka-scaling-modes, kafka-retry-configurations, esm-logging; of metrics, the CDK's own words.
  const neverOnDemand = [
    'ProvisionedPollerConfig',
    'MetricsConfig',
    'LoggingConfig',
    'MaximumRetryAttempts',
    'MaximumRecordAgeInSeconds',
    'BisectBatchOnFunctionError',
    'FunctionResponseTypes',
  ];

  it('on-demand, no mapping has a property that needs provisioned pollers', () => {
    expect(propertiesIn('on-demand').filter((name) => neverOnDemand.includes(name))).toEqual([]);
  });

  it('provisioned, every mapping has pollers, metrics and logs, and still nothing that could drop a record', () => {
    const provisioned = propertiesIn('provisioned');
    const counted = neverOnDemand.map((name) => provisioned.filter((found) => found === name).length);
    const all = Object.keys(template.Resources).length;
    expect(counted).toEqual([all, all, all, 0, 0, 0, 0]);
  });
});
