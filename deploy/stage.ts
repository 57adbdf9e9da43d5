/** A stage's decisions, as `stages/<stage>.ts` exports them; whatever it leaves out has its default. */
import type { EngineSetting } from './engineSettings.ts';
import type { ParameterName } from './parameters.ts';

/** A list is written with commas between. */
export type Value = string | number | boolean | readonly string[];

/** Parameters that have no default. */
export type RequiredParameter =
  | 'MskClusterArn'
  | 'SubnetIds'
  | 'SecurityGroupIds'
  | 'DigestSecretArn'
  | 'CallbackSecretArn'
  | 'TokenKeysSecretArn';

export interface Stage {
  /** By the names of deploy/parameters.ts. */
  parameters: Readonly<Record<RequiredParameter, Value> & Partial<Record<ParameterName, Value>>>;
  /** By variable: the engine's that a stage may decide, and those of functions and ports (`FEE_BASIS_POINTS`, `MAIL_FROM`). */
  settings?: Readonly<Partial<Record<EngineSetting, Value>> & Record<string, Value>>;
  /** By the catalogue's names. More partitions move keys, so decide before the first record. */
  topics?: Readonly<Record<string, TopicChange>>;
  alarms?: {
    /** ARN of the SNS topic that is told; without it alarms only show in CloudWatch. */
    notify: string;
  };
}

export interface TopicChange {
  partitions?: number;
  retentionDays?: number;
}

export function defineStage(stage: Stage): Stage {
  return stage;
}
