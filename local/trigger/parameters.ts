/** The description of an event source mapping: the parameters of CreateEventSourceMapping, under AWS's names and in AWS's ranges. */
import * as z from 'zod';

/** https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html */
const shape = z.strictObject({
  FunctionName: z.string().min(1),
  /** "Topics": one mapping reads exactly one topic. */
  Topics: z.tuple(
    [
      z
        .string()
        .regex(/^[^.]([a-zA-Z0-9\-_.]+)$/)
        .max(249),
    ],
    'expected exactly 1 topic',
  ),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP']),
  /** Unix seconds. */
  StartingPositionTimestamp: z.number().min(0).optional(),
  Enabled: z.boolean().default(true),
  BatchSize: z.int().min(1).max(10_000).default(100),
  /** Absent: 500 ms, which no whole number of seconds says. */
  MaximumBatchingWindowInSeconds: z.int().min(0).max(300).optional(),
  AmazonManagedKafkaEventSourceConfig: z
    .strictObject({
      ConsumerGroupId: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[a-zA-Z0-9-/*:_+=.@]*$/)
        .optional(),
    })
    .default({}),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string().max(4096) })).max(5) })
    .default({ Filters: [] }),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string().max(350).optional() }).default({}) })
    .default({ OnFailure: {} }),
  /** Empty means on-demand mode: that is how provisioned mode is switched off. */
  ProvisionedPollerConfig: z
    .strictObject({
      MinimumPollers: z.int().min(1).max(200).optional(),
      MaximumPollers: z.int().min(1).max(2000).optional(),
      PollerGroupName: z
        .string()
        .max(128)
        .regex(/^[a-zA-Z0-9-_]*$/)
        .optional(),
    })
    .default({}),
  MaximumRetryAttempts: z.int().min(-1).max(10_000).default(-1),
  MaximumRecordAgeInSeconds: z
    .int()
    .max(604_800)
    .refine((seconds) => seconds === -1 || seconds >= 60, 'expected -1, or 60 to 604800')
    .default(-1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1).default([]),
  /** Given by AWS when the mapping is created. */
  UUID: z.guid().optional(),
  // Nothing here acts on these: they are taken so that a deployment's own parameters can be handed over as they are.
  EventSourceArn: z.string().optional(),
  KMSKeyArn: z.string().optional(),
  Tags: z.record(z.string(), z.string()).optional(),
  MetricsConfig: z
    .strictObject({ Metrics: z.array(z.enum(['EventCount', 'ErrorCount', 'KafkaMetrics'])).max(3) })
    .optional(),
  LoggingConfig: z.strictObject({ SystemLogLevel: z.enum(['DEBUG', 'INFO', 'WARN']) }).optional(),
  SourceAccessConfigurations: z
    .array(z.strictObject({ Type: z.enum(['SASL_SCRAM_512_AUTH', 'CLIENT_CERTIFICATE_TLS_AUTH']), URI: z.string() }))
    .max(23)
    .optional(),
});

export type MappingParameters = z.input<typeof shape>;
export type CheckedParameters = z.output<typeof shape>;

/** The counterpart of Lambda's own error of that name: the mapping is not created. All faults come in one message. */
export class InvalidParameters extends Error {
  override readonly name = 'InvalidParameterValueException';
}

/** InvalidParameters when a value is out of its range, or AWS has no such parameter for Kafka. */
export function checkParameters(parameters: MappingParameters, nowMs: number): CheckedParameters {
  const { data, error } = shape.safeParse(parameters);
  const faults = data ? [...together(data, nowMs)] : (error?.issues ?? []).map(toSentence);
  if (data && faults.length === 0) return data;
  throw new InvalidParameters(`the mapping of ${parameters.FunctionName} can't be created: ${faults.join('; ')}`);
}

function toSentence({ path, message }: { path: PropertyKey[]; message: string }): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

/** Faults of parameters that are right by themselves, and wrong beside the others. */
function* together(parameters: CheckedParameters, nowMs: number): Generator<string> {
  const { StartingPosition, StartingPositionTimestamp: at, ProvisionedPollerConfig: pollers } = parameters;
  if ((StartingPosition === 'AT_TIMESTAMP') !== (at !== undefined)) {
    yield 'StartingPositionTimestamp: expected with StartingPosition AT_TIMESTAMP, and only with it';
  }
  if (at !== undefined && at * 1000 > nowMs) yield 'StartingPositionTimestamp: expected no time in the future';
  const { MinimumPollers = 1, MaximumPollers = 200 } = pollers;
  if (MinimumPollers > MaximumPollers) {
    yield `ProvisionedPollerConfig: MaximumPollers (${MaximumPollers}) is below MinimumPollers (${MinimumPollers})`;
  }
  if (!isProvisioned(parameters)) yield* needingProvisionedMode(parameters);
}

export function isProvisioned({ ProvisionedPollerConfig: pollers }: CheckedParameters): boolean {
  return pollers.MinimumPollers !== undefined || pollers.MaximumPollers !== undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html, and the pages of the single options. */
function* needingProvisionedMode(parameters: CheckedParameters): Generator<string> {
  const set: Record<string, boolean> = {
    MaximumRetryAttempts: parameters.MaximumRetryAttempts !== -1,
    MaximumRecordAgeInSeconds: parameters.MaximumRecordAgeInSeconds !== -1,
    BisectBatchOnFunctionError: parameters.BisectBatchOnFunctionError,
    FunctionResponseTypes: parameters.FunctionResponseTypes.length > 0,
    'DestinationConfig.OnFailure with kafka://':
      parameters.DestinationConfig.OnFailure.Destination?.startsWith('kafka://') ?? false,
    LoggingConfig: parameters.LoggingConfig !== undefined,
  };
  for (const [name, isSet] of Object.entries(set)) {
    if (isSet) yield `${name}: needs provisioned mode (set ProvisionedPollerConfig)`;
  }
}
