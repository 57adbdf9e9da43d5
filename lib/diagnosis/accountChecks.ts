/** Secrets, tables and mail, asked as functions ask for them. */
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetAccountCommand, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { ManagedSecret } from '../secrets/managedSecret.ts';
import { shownList } from '../text/shown.ts';
import type { Check } from './finding.ts';

const MOST_NAMED = 10;
const AT_ONCE = 10;

/** By setting. The text is read, as functions read it, and told to nobody. */
export function secretChecks(secrets: Readonly<Record<string, ManagedSecret>>): Check[] {
  return Object.entries(secrets).map(([setting, secret]) => ({
    name: `secret ${setting}`,
    run: async () => {
      await secret.read();
      return 'can be read';
    },
    mend: 'See that it exists, that its KMS key is named (SecretsKeyArn, KafkaSecretKeyArn), and that Secrets Manager is reached',
  }));
}

export function tablesCheck(client: DynamoDBClient, names: readonly string[]): Check {
  return {
    name: 'tables',
    run: async () => {
      const missing: string[] = [];
      for (let at = 0; at < names.length; at += AT_ONCE) {
        const some = names.slice(at, at + AT_ONCE);
        const states = await Promise.all(some.map((name) => stateOf(client, name)));
        missing.push(
          ...some.flatMap((name, which) => (states[which] === 'ACTIVE' ? [] : [`${name} (${states[which]})`])),
        );
      }
      if (missing.length > 0) throw new Error(`not ready: ${shownList(missing, ', ', MOST_NAMED)}`);
      return `all ${names.length} are there`;
    },
    mend: 'Run npm run deploy, which makes the data stack first',
  };
}

async function stateOf(client: DynamoDBClient, TableName: string): Promise<string> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus ?? 'unknown';
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return 'missing';
    throw error;
  }
}

/** Sandbox and production are both right; the line says which it is. */
export function mailCheck(client: SESv2Client): Check {
  return {
    name: 'mail',
    run: async () => {
      const { ProductionAccessEnabled, SendingEnabled, SendQuota } = await client.send(new GetAccountCommand({}));
      if (SendingEnabled === false) throw new Error('SES has switched sending off for this account and region');
      const rate = SendQuota?.MaxSendRate === undefined ? '' : `, ${SendQuota.MaxSendRate} a second`;
      if (ProductionAccessEnabled) return `SES is in production${rate}`;
      return `SES is in its sandbox${rate}: it sends to verified recipients only. See docs/guides/deploy.md, Mail`;
    },
    mend: 'See the SES console of this region, and that its API is reached',
  };
}
