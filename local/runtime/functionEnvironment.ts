/** The environment variables of a function under Lambda's runtime: those the deployment sets, with local values. */
import { type Application, prefixOf } from '../../deploy/application.ts';
import type { DeclaredFunction } from '../../deploy/declaredFunctions.ts';
import { engineSettings } from '../../deploy/engineSettings.ts';
import { environment } from '../../deploy/environment.ts';
import { MEMORY_MB } from '../../deploy/functions.ts';
import { ownDefaults } from '../../deploy/ownSettings.ts';
import { settingsShape } from '../../lib/settings/settings.ts';
import { localCluster } from '../cluster.ts';

/** Where the stack's emulator, broker and secrets are: its own environment variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables for the stack alone: functions don't get them. */
const ofTheStack = ['ADAPTERS', 'STATE_DIR', 'PUBLISH_BY', 'PUBLISH_CHAOS'];

/**
 * A variable that the deployment does not set for this function is missing here too, so that what would fail there fails
 * here; settings that no function gets from the deployment may be tuned by hand. An Error where the deployment sets
 * something that has no local value.
 */
export function functionEnvironment(
  { config }: DeclaredFunction,
  application: Application,
  stack: Variables,
): Record<string, string> {
  const name = `${prefixOf(application)}-${config.name}`;
  const deployed = Object.entries(environment(config, application)).flatMap(([variable, value]) => {
    if (isSecretsName(variable)) return secretOf(variable, stack);
    // The text as deployed where the stack has none of its own: ADAPTERS above all.
    const local = ofTheStack.includes(variable) ? undefined : stack[variable];
    const known =
      local ?? (typeof value === 'string' ? value : (withoutCounterpart[variable] ?? ownDefaults(config)[variable]));
    if (known === undefined && absentByDefault.includes(variable)) return [];
    if (known === undefined)
      throw new Error(`${name}: the deployment sets ${variable}, and there is no local value for it`);
    return [[variable, known] as const];
  });
  const tuned = [...tunable(application), ...awsVariables(stack)].flatMap((variable) => {
    const value = stack[variable];
    return value === undefined ? [] : [[variable, value] as const];
  });
  return { ...Object.fromEntries([...tuned, ...deployed]), ...lambdaVariables(name, stack) };
}

/** Parameters of the deployment that have no counterpart in the stack's settings. */
const withoutCounterpart: Variables = {
  TOPIC_PREFIX: '',
  KAFKA_CLUSTER_ARN: localCluster.arn,
  OIDC_ISSUER: '',
  OIDC_AUDIENCE: '',
  OIDC_ROLES_CLAIM: '',
};

/** Variables that the deployment sets only where a parameter asks for them, or whose default is the engine's own. */
const absentByDefault = ['KAFKA_SECRET', ...engineSettings.map(([name]) => name as string)];

/** There is no Secrets Manager here: in place of a secret's ARN stands its text. */
function isSecretsName(variable: string): boolean {
  return variable.endsWith('_SECRET_ARN');
}

function textName(variable: string): string {
  return variable.replace(/_ARN$/, '');
}

function secretOf(variable: string, stack: Variables): [name: string, text: string][] {
  const text = stack[textName(variable)];
  return text === undefined ? [] : [[textName(variable), text]];
}

function tunable(application: Application): string[] {
  const set = application.functions.flatMap(({ config }) => Object.keys(environment(config, application)));
  const texts = set.filter(isSecretsName).map(textName);
  return Object.keys(settingsShape.shape).filter(
    (name) => ![...set, ...texts].includes(name) && !ofTheStack.includes(name),
  );
}

/** Addresses of the emulator, and who it takes us for. */
function awsVariables(stack: Variables): string[] {
  return Object.keys(stack).filter((name) =>
    /^AWS_(ENDPOINT_URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)/.test(name),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function lambdaVariables(name: string, { AWS_REGION: region = 'us-east-1' }: Variables): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MEMORY_MB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
