import { expect, it } from 'vitest';
import { newFolder } from '../local/programs.ts';
import { runOps } from '../ops/runOps.ts';
import { beDeleted, comeLate, failSomebody, live } from './erasedPerson.ts';
import { writtenIn } from './evidence.ts';
import { startLogged } from './loggedStack.ts';
import { markers, person } from './unmistakable.ts';

/** Where which markers stand: rows, not bytes of files, since SQLite leaves in free pages what nobody can ask for. */
function found(state: string, log = ''): Record<string, string[]> {
  const evidence = [...writtenIn(state), { place: 'log', text: log }];
  const hits = evidence.flatMap(({ place, text }) => {
    const known = markers.filter((marker) => text.toLowerCase().includes(marker));
    return known.map((marker) => ({ place: place.replace(/^object .*\/objects\/(\w+)\/.*/, 'object $1'), marker }));
  });
  const places = Map.groupBy(hits, ({ place }) => place);
  return Object.fromEntries(
    [...places].map(([place, of]) => [place, [...new Set(of.map(({ marker }) => marker))].sort()]),
  );
}

async function exported(state: string, id: string) {
  const { stdout, stderr } = await runOps(['users', 'export', id, '--json', '--state', state]);
  return JSON.parse(stdout || JSON.stringify(stderr));
}

// Kafka's own log expires by itself, and the inbox is the provider's.
const outsideOfUs = ['broker.db records', 'outside.db mail'];

it('after a deletion nobody finds the person in what we wrote, whoever told of them late', async () => {
  const state = newFolder();
  const stack = await startLogged(state, { LOG_LEVEL: 'info' });
  const id = await live(stack, state);
  // The searched texts are found before the erasure; a password never is.
  const before = found(state);
  expect([...new Set(Object.values(before).flat())].sort()).toEqual(
    markers.filter((one) => one !== 'zephyrine').sort(),
  );
  expect(before['store.db users']).toEqual(['markhaven', 'perpetua', 'quirrelinda', 'umbrafeld']);
  expect(before['store.db userSettings']).toEqual(['15123456789', 'markhaven', 'perpetua', 'quirrelinda']);
  const held = JSON.stringify(await exported(state, id));
  // The engraving is sealed, and the person's to see.
  for (const text of [person.email, 'Umbrafeld', '"engraving":"Perpetua"']) expect(held).toContain(text);

  await beDeleted(stack, state, id);
  await comeLate(stack, id);
  expect(JSON.stringify(await exported(state, id)).toLowerCase()).not.toMatch(new RegExp(markers.join('|')));
  expect(Object.keys(found(state)).sort()).toEqual(outsideOfUs);

  await failSomebody(stack, id);
  const log = await stack.end();
  expect(log).toContain('SCHEMA_MISMATCH');
  expect(log).toContain('NOT_JSON');
  // Bytes of dead letters expire after 30 days.
  expect(Object.keys(found(state, log)).sort()).toEqual([...outsideOfUs, 'object deadLetters'].sort());
}, 90_000);
