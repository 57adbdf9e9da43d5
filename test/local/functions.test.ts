import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findFunctions } from '../../local/functions.ts';
import { invoke } from '../../local/invoke.ts';
import { writeTree } from '../check/tree.ts';

const config = (kind: string, name: string) =>
  `export const config = { kind: '${kind}', name: '${name}', timeoutSeconds: 1 };\n`;
const handler = 'export const handler = () => "done";\n';

it('finds every function by its folder, of this project too', async () => {
  const found = await findFunctions();
  const names = found.map((fn) => `${fn.config.kind} ${fn.config.name}`);
  expect(names).toEqual(
    expect.arrayContaining([
      'http users',
      'consumer sendWelcomeEmail',
      'consumer archiveDeadLetters',
      'job relayOutbox',
    ]),
  );
});

it('loads a handler only when it is invoked', async () => {
  const root = writeTree({
    'http/things/config.ts': config('http', 'things'),
    'consumers/ship/config.ts': config('consumer', 'ship'),
    'consumers/ship/handler.ts': handler,
  });
  const [things, ship] = await findFunctions(root);
  if (!things || !ship) throw new Error('expected two functions');
  expect(await invoke(ship, {})).toBe('done');
  await expect(invoke(things, {})).rejects.toThrow(/things[/]handler/);
});

it.each([
  ['another name', 'consumers/ship/config.ts', config('consumer', 'sail')],
  ['another kind', 'consumers/ship/config.ts', config('job', 'ship')],
  ['no config', 'consumers/ship/config.ts', 'export const other = 1;\n'],
])('says which file has %s than its folder', async (_what, path, text) => {
  const root = writeTree({ [path]: text });
  await expect(findFunctions(root)).rejects.toThrow(
    `${join(root, path)} must say kind 'consumer' and the name of its folder, 'ship'; it says`,
  );
});

it('says which file of a half-done function is missing', async () => {
  const root = writeTree({ 'consumers/ship/notes.txt': '' });
  await expect(findFunctions(root)).rejects.toThrow(
    `${join(root, 'consumers/ship/config.ts')} is missing: the folder of a function holds config.ts and handler.ts.`,
  );
});
