import { expect, it } from 'vitest';
import { startProgram } from '../programs.ts';

const USERS = 20;
const switches = 'duplicate=0.3,fail=0.3,kill=0.2,slow=5ms,reorder,seed=42';

it.each(['on-demand', 'provisioned'])(
  'mails each user once under trouble on purpose, whose switches it tells, with mappings %s',
  async (mode) => {
    const ports = ['--api-port', '0', '--console-port', '0', '--state', 'memory'];
    const variables = { KAFKA_TOPICS: 'user_registered', LOG_LEVEL: 'warn', LOG_FORMAT: 'json' };
    const stack = startProgram('start', [...ports, '--mode', mode, '--chaos', switches], variables);
    const [, console = ''] = /console=(\S+)/.exec(await stack.firstLine) ?? [];
    const headers = { 'content-type': 'application/json' };
    const addresses = Array.from({ length: USERS }, (_, at) => `user-${at}@example.com`);
    for (const email of addresses) {
      const body = JSON.stringify({ key: email, value: { email } });
      await fetch(`${console}/api/topics/user_registered/records`, { method: 'POST', headers, body });
    }
    await expect.poll(() => lags(console), { timeout: 15_000 }).toEqual([0]);
    const emails = (await (await fetch(`${console}/api/emails`)).json()) as { to: string[] }[];
    expect(emails.flatMap(({ to }) => to).sort()).toEqual(addresses.sort());
    stack.child.kill('SIGTERM');
    const { status, stderr } = await stack.ended;
    const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
    const [first] = lines.map((line) => JSON.parse(line));
    expect([status, first?.message, first?.switches]).toEqual([
      0,
      'chaos.on',
      'duplicate=0.3,fail=0.3,kill=0.2,slow=5ms,reorder,seed=42',
    ]);
    // Some of so many batches must meet trouble, or the test would show nothing.
    expect(lines.filter((line) => line.includes('chaos: this answer is taken for an error')).length).toBeGreaterThan(0);
  },
);

async function lags(console: string): Promise<number[]> {
  const groups = (await (await fetch(`${console}/api/groups`)).json()) as { lag: number }[];
  return [...new Set(groups.map(({ lag }) => lag))];
}
