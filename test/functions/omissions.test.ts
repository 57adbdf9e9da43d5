/** Omissions of a config are errors of the compiler: found before a healthy record is dead-lettered for them. */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'omissions-'));

const imports = `
import * as z from 'zod';
import { accountingSettings, type AccountingSettings, type RefundLoads as Facts, paymentLoads, refundLoads as factsOf, postPayment } from '../domain/ledger/accounting.ts';
import { paymentSuccess } from '../events/payment.ts';
import type { Fold } from '../lib/collecting/fold.ts';
import { commit, skip } from '../lib/commit/commit.ts';
import { consumerConfig } from '../lib/declare/consumerConfig.ts';
import { collector, consumer, delivery } from '../lib/consumer/constructors.ts';
import { alike, type Decider } from '../lib/decisions/decider.ts';
import { type Channel, type Delivery, send } from '../lib/deliveries/delivery.ts';
import { answer, type Command } from '../lib/http/action.ts';
import { api } from '../lib/http/api.ts';
import { httpConfig } from '../lib/http/config.ts';

const events = [paymentSuccess] as const;
const bare = consumerConfig({ name: 'bare', events, uses: [] });
const set = consumerConfig({ name: 'set', events, uses: [], settings: accountingSettings });
const odd = consumerConfig({ name: 'odd', events, uses: [], settings: z.object({ FEE: z.string() }) });
declare const channel: Channel<string>;
const route = { method: 'POST', path: '/a', action: 'go', summary: '', access: 'open', answers: {} } as const;
const open = httpConfig({ name: 'open', routes: [route], uses: [] });
const withBody = httpConfig({ name: 'body', routes: [{ ...route, body: z.object({ a: z.number() }) }], uses: [] });
const withSettings = httpConfig({ name: 'set', routes: [route], uses: [], settings: z.object({ LIMIT: z.string() }) });
type Event = typeof paymentSuccess;
type Limit = { LIMIT: string };
`;

const decider = `const given: Decider<Event, ReturnType<typeof paymentLoads>, AccountingSettings> = {
  load: ({ data }) => paymentLoads(data), decide: ({ data }, facts, context) => postPayment(data, facts, context) };`;
const sender = `const given: Delivery<Event, string, Facts, AccountingSettings> = {
  load: ({ data }) => factsOf(data), prepare: () => send('k', 'text'), channel };`;
const fold = `const given: Fold<typeof events, Facts, AccountingSettings> = {
  load: () => factsOf({ payment_id: 'p' }), fold: () => commit({}) };`;
const going = `const go: Command<unknown, undefined, {}, Limit> = { decide: (_, { settings }) => answer(200, settings.LIMIT) };`;

/** The fault in words, the code, and the compiler's message; null: none. */
const cases: readonly [name: string, code: string, error: RegExp | null][] = [
  ['a decider with the settings it needs', `${decider} consumer(set, { 'payment.success': given });`, null],
  ['deliveries, too', `${sender} delivery(set, { 'payment.success': given });`, null],
  ['folds, too', `${fold} collector(set, given);`, null],
  ['commands, too', `${going} api(withSettings, { go });`, null],
  [
    'one that needs none',
    `const given: Decider<Event> = { decide: () => skip('') }; consumer(set, alike(events, given));`,
    null,
  ],

  [
    'a decider without its settings',
    `${decider} consumer(bare, { 'payment.success': given });`,
    /Property 'FEE_BASIS_POINTS' is missing/,
  ],
  [
    'a decider with settings of another shape',
    `${decider} consumer(odd, { 'payment.success': given });`,
    /Property 'FEE_BASIS_POINTS' is missing/,
  ],
  [
    'the same decider for all, without its settings',
    `${decider} consumer(bare, alike(events, given));`,
    /Property 'FEE_BASIS_POINTS' is missing/,
  ],
  [
    'a delivery without its settings',
    `${sender} delivery(bare, { 'payment.success': given });`,
    /Property 'FEE_BASIS_POINTS' is missing/,
  ],
  ['a fold without its settings', `${fold} collector(bare, given);`, /Property 'FEE_BASIS_POINTS' is missing/],
  ['a command without its settings', `${going} api(open, { go });`, /Property 'LIMIT' is missing/],
  ['an event without a decider', `consumer(bare, {});`, /Property '"payment\.success"' is missing/],
  [
    'a decider without its load',
    `const given: Decider<Event, Facts> = { decide: () => skip('') };`,
    /Property 'load' is missing/,
  ],
  [
    'a delivery without its load',
    `const given: Delivery<Event, string, Facts> = { prepare: () => skip(''), channel };`,
    /Property 'load' is missing/,
  ],
  [
    'a fold without its load',
    `const given: Fold<typeof events, Facts> = { fold: () => commit({}) };`,
    /Property 'load' is missing/,
  ],
  [
    'a command without its load',
    `const go: Command<unknown, undefined, Facts> = { decide: () => answer(200, 1) };`,
    /Property 'load' is missing/,
  ],
  [
    'a command without its prepare',
    `const go: Command<unknown, string> = { decide: () => answer(200, 1) };`,
    /Property 'prepare' is missing/,
  ],
  [
    'a command whose route declares no body',
    `const go: Command<{ a: number }> = { decide: () => answer(200, 1) }; api(open, { go });`,
    /Type 'unknown' is not assignable to type '\{ a: number; \}'/,
  ],
  [
    'a command of another body',
    `const go: Command<{ a: string }> = { decide: () => answer(200, 1) }; api(withBody, { go });`,
    /Type '\{ a: number; \}' is not assignable to type '\{ a: string; \}'/,
  ],
  [
    'a limit that is no setting of the function',
    `httpConfig({ name: 'a', uses: [], settings: z.object({ TRIES: z.string() }), routes: [
      { ...route, throttle: { perAddress: 'TRIES', perAccount: 'ATTEMPTS', account: 'path.id' } }] });`,
    /Type '"ATTEMPTS"' is not assignable to type '"TRIES"'/,
  ],
  [
    'a role that is not declared',
    `httpConfig({ name: 'a', uses: [], roles: { buyer: { owns: 'sub' } }, routes: [{ ...route, access: { seller: 'all' } }] });`,
    /'seller' does not exist in type/,
  ],
  [
    'a limit without settings',
    `httpConfig({ name: 'a', uses: [], routes: [
      { ...route, throttle: { perAddress: 'TRIES', perAccount: 'TRIES', account: 'path.id' } }] });`,
    /Type '"TRIES"' is not assignable to type 'never'/,
  ],
  [
    'a decision on items that nobody loads',
    `consumer(bare, { 'payment.success': { decide: (_, { facts }) => skip(facts) } });`,
    /Binding element 'facts' implicitly has an 'any' type/,
  ],
  [
    'an outgoing message that the channel can’t send',
    `const given: Delivery<Event, number> = { prepare: () => send('k', 7), channel };`,
    /Type 'Channel<string>' is not assignable to type 'Channel<number, void>'/,
  ],
];

/** File → the compiler's messages, one text. */
const told = new Map<string, string>();

beforeAll(() => {
  for (const name of ['lib', 'domain', 'events', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  cpSync(join(root, 'functions'), join(folder, 'functions'), { recursive: true });
  for (const config of globSync('functions/**/config.ts', { cwd: folder })) {
    const file = join(folder, config);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}settings: .*\n(?: {3,}.*\n)*/m, ''));
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  mkdirSync(join(folder, 'cases'));
  for (const [at, [, code]] of cases.entries()) writeFileSync(join(folder, `cases/${at}.ts`), `${imports}\n${code}\n`);
  const { compilerOptions } = readConfig();
  const options = { ...compilerOptions, noUnusedLocals: false };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, include: ['functions', 'cases'] }),
  );
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  let file = '';
  for (const line of stdout.split('\n')) {
    file = /^(\S+)\(\d+,\d+\): error /.exec(line)?.[1] ?? file;
    told.set(file, `${told.get(file) ?? ''}${line}\n`);
  }
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true }));

function readConfig(): { compilerOptions: object } {
  const text = readFileSync(join(root, 'tsconfig.json'), 'utf8');
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as { compilerOptions: object };
}

it('settings left out of any function’s config are an error in its handler, and where they limit its routes', () => {
  expect([...told.keys()].filter((file) => file.startsWith('functions/')).sort()).toEqual([
    'functions/consumers/detectUnusualLogin/handler.ts',
    'functions/consumers/postAccounting/handler.ts',
    'functions/consumers/raiseRiskAlert/handler.ts',
    'functions/consumers/syncUser/handler.ts',
    'functions/http/contacts/config.ts',
    'functions/http/contacts/handler.ts',
    'functions/http/payments/handler.ts',
    'functions/http/risk/handler.ts',
    'functions/http/users/config.ts',
    'functions/http/users/handler.ts',
  ]);
});

describe('the compiler', () => {
  it.each(cases.map(([name, , error], at) => [error ? 'refuses' : 'takes', name, at, error] as const))(
    '%s %s',
    (_verb, _name, at, error) => {
      const messages = told.get(`cases/${at}.ts`);
      if (error) expect(messages).toMatch(error);
      else expect(messages).toBeUndefined();
    },
  );
});
