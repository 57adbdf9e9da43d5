/** The environment as tests read it, and as they hand it on to processes they start. */

/** Where everything can be had, a part that can't is a failure. */
export const isCi = process.env['CI'] === 'true';

/** SEED=123 repeats that one run of the simulation; SEEDS=20000 makes so many runs. CI makes four times as many as others. */
export const simulationSeed = wholeNumber(process.env['SEED']);
export const simulationSeeds = wholeNumber(process.env['SEEDS']) ?? (isCi ? 4_000 : 1_000);

/** The clock of this run is not the true one (test/clock/shifted.mjs): real parts, which know only that, take no part in it. */
export const isClockShifted = process.env['CLOCK_SHIFT_MS'] !== undefined;

/** How often a test tries a property: as often as said in CI, a quarter of it elsewhere; RUNS=4000 says it for all of them. */
export function propertyRuns(inCi: number): number {
  return wholeNumber(process.env['RUNS']) ?? (isCi ? inCi : Math.ceil(inCi / 4));
}

/** HOSTILE_SEED=7 HOSTILE_RECORDS=200000: which hostile records all consumers together are given, and how many; in CI four times as many. */
export const hostileSeed = wholeNumber(process.env['HOSTILE_SEED']) ?? 1;
export const hostileRecords = wholeNumber(process.env['HOSTILE_RECORDS']) ?? (isCi ? 20_000 : 5_000);

/** `npm run test:localstack` sets the first; the others are the SDK's own overrides for single services. */
export const awsEndpoints = {
  all: process.env['AWS_ENDPOINT_URL'],
  dynamodb: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
  s3: process.env['AWS_ENDPOINT_URL_S3'],
  ses: process.env['AWS_ENDPOINT_URL_SESV2'],
};

/** OUTAGE_SECONDS=60 REGISTRATIONS=1000: how long Kafka is gone, and under how many requests. REPORT is where figures go. */
export const outageSeconds = wholeNumber(process.env['OUTAGE_SECONDS']) ?? 6;
export const registrations = wholeNumber(process.env['REGISTRATIONS']) ?? 60;
export const reportFile = process.env['REPORT'];

export function environmentWith(variables: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...variables };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
