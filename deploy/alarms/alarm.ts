/** One CloudWatch alarm. Nothing measured is no alarm, unless it says so. */
import type { Resource } from '../cloudFormation.ts';

export interface Watched {
  /** The sentence of the alarm: the trouble, and where to look. */
  says: string;
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  statistic: 'Sum' | 'Maximum';
  /** Goes off at this value or more; with `isBelow` under it. */
  threshold: number;
  isBelow?: true;
  periods?: number;
}

const PERIOD_SECONDS = 300;
const ONE = 1;

/** `notify` is the ARN of an SNS topic, told of the alarm and of its end. */
export function alarm(watched: Watched, name: string, notify: string | undefined): Resource {
  const { says, namespace, metric, dimensions, statistic, threshold, isBelow, periods = ONE } = watched;
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: name,
      AlarmDescription: says,
      Namespace: namespace,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      Statistic: statistic,
      Period: PERIOD_SECONDS,
      EvaluationPeriods: periods,
      DatapointsToAlarm: periods,
      ComparisonOperator: isBelow ? 'LessThanThreshold' : 'GreaterThanOrEqualToThreshold',
      Threshold: threshold,
      TreatMissingData: isBelow ? 'breaching' : 'notBreaching',
      ...(notify !== undefined && { AlarmActions: [notify], OKActions: [notify] }),
    },
  };
}
