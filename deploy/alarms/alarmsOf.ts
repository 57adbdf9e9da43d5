/** Everything that is watched of an application, by the name of its alarm. */
import type { Application } from '../application.ts';
import { prefixOf } from '../application.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import type { Watched } from './alarm.ts';
import { type WatchedLine, watchedLines } from './watchedLines.ts';

/** Ids that only the deployed stack knows. */
export interface DeployedParts {
  /** The HTTP API's id; absent where there are no routes. */
  api?: string | undefined;
  /** UUIDs of mappings with provisioned pollers by their logical ids; on demand Lambda counts no events. */
  mappings: Readonly<Record<string, string>>;
}

/** Records that a consumer may be behind before somebody is told. */
const LAG_RECORDS = 1000;
const AS_LONG_AS_QUARTER_HOUR = 3;

export function alarmsOf(application: Application, { api, mappings }: DeployedParts): [name: string, Watched][] {
  return [
    ...Object.entries(watchedLines).map(([line, threshold]): [string, Watched] => {
      return [line, lineAlarm(line as WatchedLine, threshold, application)];
    }),
    ...application.functions.flatMap(({ config }) => functionAlarms(config, `${prefixOf(application)}-${config.name}`)),
    ...Object.entries(mappings).map(([id, uuid]): [string, Watched] => [`${id}-dropped`, dropped(uuid)]),
    ...(api === undefined ? [] : [['api-5xx', answeredByGateway(api)] satisfies [string, Watched]]),
  ];
}

export function namespaceOf(application: Application): string {
  return `EventFunctions/${prefixOf(application)}`;
}

function lineAlarm(line: WatchedLine, threshold: number, application: Application): Watched {
  return {
    says: `The log line ${line}: docs/guides/operate.md says what it means`,
    namespace: namespaceOf(application),
    metric: 'Lines',
    dimensions: { line },
    statistic: 'Sum',
    threshold,
  };
}

function functionAlarms(config: FunctionConfig, FunctionName: string): [string, Watched][] {
  const ofLambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName }, statistic: 'Sum', threshold: 1 } as const;
  // A consumer throws to hand records back, as in an outage that passes.
  const periods = config.kind === 'consumer' ? AS_LONG_AS_QUARTER_HOUR : 1;
  const errors = { ...ofLambda, metric: 'Errors', periods, says: `${FunctionName} ends with errors: see its log` };
  const throttles = {
    ...{ ...ofLambda, metric: 'Throttles', periods: AS_LONG_AS_QUARTER_HOUR },
    says: `${FunctionName} is throttled: raise its reserved concurrency, or the account's limit`,
  };
  return [[`${config.name}-errors`, errors], [`${config.name}-throttles`, throttles], ...ofKind(config, FunctionName)];
}

function ofKind(config: FunctionConfig, FunctionName: string): [string, Watched][] {
  const ofLambda = { namespace: 'AWS/Lambda', dimensions: { FunctionName } } as const;
  if (config.kind === 'consumer') {
    const says = `${FunctionName} is ${LAG_RECORDS} records behind: see its log, then npm run ops -- groups describe`;
    return [
      [`${config.name}-lag`, { ...ofLambda, metric: 'OffsetLag', statistic: 'Maximum', threshold: LAG_RECORDS, says }],
    ];
  }
  if (config.kind !== 'job' || config.schedule.kind !== 'every' || config.schedule.minutes > 5) return [];
  const says = `${FunctionName} did not run for a quarter of an hour: see its schedule in EventBridge`;
  const invoked = { ...ofLambda, metric: 'Invocations', statistic: 'Sum', threshold: 1 } as const;
  return [[`${config.name}-runs`, { ...invoked, says, isBelow: true, periods: AS_LONG_AS_QUARTER_HOUR }]];
}

/** Records over 6 MB, which Lambda skips: no function sees them. */
function dropped(EventSourceMappingUUID: string): Watched {
  return {
    says: 'Lambda skipped records, as it does with those over 6 MB: no function has seen them',
    namespace: 'AWS/Lambda',
    metric: 'DroppedEventCount',
    dimensions: { EventSourceMappingUUID },
    statistic: 'Sum',
    threshold: 1,
  };
}

function answeredByGateway(ApiId: string): Watched {
  return {
    says: 'The API answers 5xx: its access log says which route, and what the integration said',
    namespace: 'AWS/ApiGateway',
    metric: '5xx',
    dimensions: { ApiId },
    statistic: 'Sum',
    threshold: 1,
  };
}
