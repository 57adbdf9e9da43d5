import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { copyProject, type ProjectCopy } from '../fixtures/projectCopy.ts';
import { startIn } from '../fixtures/startedCopy.ts';
import { get, post } from './stackProcess.ts';

const LOOP = 'for (;;);';
const consumers = ['initialiseUserSettings', 'sendWelcomeEmail', 'endlessCollector'];
const sample = readFileSync(join(import.meta.dirname, '../../events/samples/user.registered.json'), 'utf8');
const { topic: _, ...registration } = JSON.parse(sample);

/** One function of each kind never ends. */
function addLoops({ replace, write }: ProjectCopy): void {
  const consumer = 'functions/consumers/initialiseUserSettings';
  replace(`${consumer}/initialiseUserSettings.ts`, 'if (data', `${LOOP} if (data`);
  replace(`${consumer}/config.ts`, 'uses:', 'timeoutSeconds: 8, uses:');
  const delivery = 'functions/consumers/sendWelcomeEmail';
  replace(`${delivery}/sendWelcomeEmail.ts`, 'if (isDeleted', `${LOOP} if (isDeleted`);
  replace(`${delivery}/config.ts`, 'uses:', 'timeoutSeconds: 8, uses:');
  const collector = 'functions/consumers/endlessCollector';
  write(
    `${collector}/config.ts`,
    `import { userRegistered } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';
import { watermarks } from '../../../lib/tables/watermarks.ts';
export const config = consumerConfig({ name: 'endlessCollector', events: [userRegistered], uses: [table(watermarks)], timeoutSeconds: 8 });\n`,
  );
  write(
    `${collector}/handler.ts`,
    `import { collector } from '../../../lib/consumer/constructors.ts';
import { config } from './config.ts';
export const handler = collector(config, { fold: () => { ${LOOP} } });\n`,
  );
  write('functions/http/about/showKeys.ts', `export const showKeys = { find: () => { ${LOOP} } };\n`);
  const job = 'functions/jobs/endlessJob';
  write(
    `${job}/config.ts`,
    `import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
export const config = jobConfig({ name: 'endlessJob', schedule: every(1), uses: [], timeoutSeconds: 50 });\n`,
  );
  write(`${job}/handler.ts`, `export const handler = () => { ${LOOP} };\n`);
}

it('a function of each kind that loops for ever is named and ends as documented; the others go on, and Ctrl-C ends it all', async () => {
  const project = copyProject();
  addLoops(project);
  const { child, api, console, log } = await startIn(project.folder, [
    '--json',
    '--state',
    join(project.folder, '.local'),
  ]);
  await post(`${console}/api/topics/user.events/records`, [registration]);
  const keys = fetch(`${api}/.well-known/jwks.json`);
  keys.catch(() => undefined);

  const lagging = async () => {
    const groups = await get<{ group: string; topic: string; lag: number }[]>(`${console}/api/groups`);
    return groups
      .filter(({ lag }) => lag > 0)
      .map(({ group }) => group.split('.').find((part) => consumers.includes(part)));
  };
  await vi.waitFor(async () => expect(new Set(await lagging())).toEqual(new Set(consumers)), 60_000);
  expect((await fetch(`${api}/api/v1/users/1`)).status).toBe(401);

  const letters = async () => {
    const all = await get<{ consumer: string; errorCode: string }[]>(`${console}/api/dead-letters`);
    return all.map(({ consumer, errorCode }) => `${consumer} ${errorCode}`).sort();
  };
  const crashed = consumers.map((name) => `${name} CRASHED`).sort();
  await vi.waitFor(async () => expect(await letters()).toEqual(crashed), 150_000);
  expect(await lagging()).toEqual([]);
  for (const name of [...consumers, 'about', 'endlessJob']) {
    expect(log()).toMatch(new RegExp(`"message":"function\\.(blocks|timed-out)","function":"[^"]*\\b${name}\\b`));
  }
  expect((await keys).status).toBeGreaterThanOrEqual(500);

  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
}, 300_000);
