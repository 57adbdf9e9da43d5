import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { mappings } from '../../deploy/mappings.ts';
import { fixStarts } from '../../deploy/run/starts.ts';
import { mappedTopics, positionOf, readStarts, startsFile } from '../../deploy/starts.ts';
import { countOrders, mailReceipts } from '../fixtures/orders.ts';
import { shopOf } from './shop.ts';

const NOW = 1_800_000_000;

function fileOf(): string {
  const root = mkdtempSync(join(tmpdir(), 'starts-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return startsFile(root, 'prod');
}

it('fixes each start when it is first deployed, and never again', () => {
  const file = fileOf();
  const fromTheBeginning = { ...mailReceipts, start: 'beginning' } as const;
  expect(fixStarts(shopOf(countOrders, fromTheBeginning), file, undefined, NOW)).toHaveLength(4);
  expect(readFileSync(file, 'utf8')).toBe(`{
  "countOrders old-orders": "1800000000",
  "countOrders orders": "1800000000",
  "mailReceipts old-orders": "TRIM_HORIZON",
  "mailReceipts orders": "TRIM_HORIZON"
}
`);
  expect(fixStarts(shopOf(countOrders, mailReceipts), file, undefined, NOW + 9)).toEqual([]);
});

it('a consumer added months later begins then, or at the second that its author says, and the others stay', () => {
  const file = fileOf();
  fixStarts(shopOf(countOrders), file, undefined, NOW);
  const late = { ...mailReceipts, start: { atSeconds: 1_799_000_000 } };
  expect(fixStarts(shopOf(countOrders, late), file, undefined, NOW + 5_000_000)).toEqual([
    'mailReceipts orders',
    'mailReceipts old-orders',
  ]);
  expect(readStarts(file)).toEqual({
    'countOrders old-orders': '1800000000',
    'countOrders orders': '1800000000',
    'mailReceipts old-orders': '1799000000',
    'mailReceipts orders': '1799000000',
  });
});

it('a mapping that is deployed keeps its start, though nobody committed the file', () => {
  const Resources = toResources(mappings(shopOf(countOrders)));
  const [first] = mappedTopics(shopOf(countOrders));
  Object.assign(Resources[first?.logicalId ?? '']?.Properties ?? {}, positionOf('1700000000'));
  const file = fileOf();
  fixStarts(shopOf(countOrders), file, { Resources }, NOW);
  expect(Object.values(readStarts(file)).toSorted()).toEqual(['1700000000', 'LATEST']);
});

it.each(['{"a b": "soon"}', '{"a b": "1800000000000"}', '[]'])('a file of something else is refused: %s', (text) => {
  const file = fileOf();
  fixStarts(shopOf(countOrders), file, undefined, NOW);
  writeFileSync(file, text);
  expect(() => readStarts(file)).toThrow('holds a start that is neither epoch seconds nor TRIM_HORIZON or LATEST');
});
