/** The stack of alarms: deployed last, by `npm run deploy`, so that no alarm ever holds up a function. */
import { type Application, prefixOf } from '../application.ts';
import { type NamedResource, type Resource, toResources } from '../cloudFormation.ts';
import { logicalId } from '../logicalId.ts';
import { alarm } from './alarm.ts';
import { alarmsOf, type DeployedParts, namespaceOf } from './alarmsOf.ts';
import { watchedLines } from './watchedLines.ts';

export interface AlarmsTemplate {
  AWSTemplateFormatVersion: '2010-09-09';
  Description: string;
  Resources: Record<string, Resource>;
}

export function alarmsStackName(application: Application): string {
  return `${prefixOf(application)}-alarms`;
}

/** `notify` is the ARN of an SNS topic; without it alarms only show in CloudWatch. */
export function alarmsTemplate(application: Application, parts: DeployedParts, notify?: string): AlarmsTemplate {
  const prefix = prefixOf(application);
  const alarms = alarmsOf(application, parts).map(([name, watched]): NamedResource => {
    return [logicalId('Alarm', 'alarm', name), alarm(watched, `${prefix}-${name}`, notify)];
  });
  const filters = application.functions.map(({ config }): NamedResource => {
    return [logicalId('Filter', config.name), filterOf(config.name, application)];
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `Alarms of ${prefix}: what docs/guides/operate.md says to watch`,
    Resources: toResources([...filters, ...alarms]),
  };
}

/** One filter a log group counts every line that is watched, by its name. */
function filterOf(functionName: string, application: Application): Resource {
  const isOne = Object.keys(watchedLines).map((line) => `($.message = "${line}")`);
  return {
    Type: 'AWS::Logs::MetricFilter',
    Properties: {
      LogGroupName: `/aws/lambda/${prefixOf(application)}-${functionName}`,
      FilterPattern: `{ ${isOne.join(' || ')} }`,
      MetricTransformations: [
        {
          MetricNamespace: namespaceOf(application),
          MetricName: 'Lines',
          MetricValue: '1',
          Dimensions: [{ Key: 'line', Value: '$.message' }],
        },
      ],
    },
  };
}
