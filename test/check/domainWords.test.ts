import { expect, it } from 'vitest';
import { findDomainWords } from './domainWords.ts';
import { describeFinding, readSources } from './sources.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) =>
  findDomainWords(readSources(writeTree(files)), ['deposit.made', 'audit-trail']).map(describeFinding);
const refused = (line: number, came: string) =>
  `lib/a.ts:${line}  expected no word of a domain: let events/, domain/ or functions/ pass it in (or take a neutral example), came ${came}`;

it.each([
  ["const topic = 'deposit.made';", 'deposit.made'],
  ['/** Sends `audit-trail`. */', 'audit-trail'],
  ['const { merchantId } = claims;', 'merchant'],
  ['claims.merchant_id', 'merchant'],
  ['const MERCHANT_ID = 1;', 'MERCHANT'],
  ['type TRXShape = 1;', 'TRX'],
  ['// A user may do this.', 'user'],
  ['const ownsOrders = true;', 'Orders'],
])('lib does not say %s', (line, came) => {
  expect(check({ 'lib/a.ts': `export const a = 1;\n${line}\n` })).toEqual([refused(2, came)]);
});

it.each([
  'const order = (a, b) => a - b; // in offset order, orderBy',
  "const agent = headers['user-agent'] ?? event.userAgent;",
  'const username = supersede(discard, cardinality, administer);',
  "const type = 'deposit.made.twice';",
])('words that only look like it are none: %s', (line) => {
  expect(check({ 'lib/a.ts': line })).toEqual([]);
});

it('other rooms may', () => {
  expect(check({ 'domain/a.ts': 'const merchant = 1;', 'test/lib/a.ts': 'const merchant = 1;' })).toEqual([]);
});
