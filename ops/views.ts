/** `ops views rebuild users`: a read model made anew from what it stands on. */
import { lists } from '../domain/users/lists.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { openStore } from './openStore.ts';
import { type Rebuilt, rebuildTables, rebuildUserViews } from './rebuildUserViews.ts';

const help = `npm run -s ops -- views rebuild users

Makes the view behind GET /api/v1/users/{id} anew, user by user: from the users' own records and what is kept of foreign
events. Functions may run on meanwhile, and the table may have been emptied before. Views that are right are not written.
It can be broken off and run again at any time. Says every two seconds how far it is, on stderr.

  --state DIR    the stack's state folder, default .local; with ADAPTERS=aws, TABLE_PREFIX and BUCKET name the stage's
  --json         {"users", "rebuilt", "right", "left", "ms"}
`;

const options = { state: { type: 'string' } } as const;
const TELL_EVERY_MS = 2_000;

export const views: Command = {
  summary: 'makes a read model anew from what it stands on',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('views', args, options);
    if (positionals.join(' ') !== 'rebuild users') {
      const came = positionals.join(' ') || 'nothing';
      throw new UsageError(`Expected rebuild users, came ${came}. See npm run ops -- views --help.`);
    }
    const { store } = await openStore(rebuildTables, values.state);
    const startedMs = performance.now();
    const done: Rebuilt = { lists: 0, users: 0, rebuilt: 0, right: 0, left: 0 };
    const telling = setInterval(() => process.stderr.write(`${progressOf(done, startedMs)}\n`), TELL_EVERY_MS);
    try {
      await rebuildUserViews(store, done);
      const { lists: _, ...counts } = done;
      const ms = Math.round(performance.now() - startedMs);
      print(values.json ? JSON.stringify({ ...counts, ms }) : sentenceOf(done, ms));
      return 0;
    } finally {
      clearInterval(telling);
      await store.close();
    }
  },
};

function progressOf({ lists: over, users, rebuilt }: Rebuilt, startedMs: number): string {
  const perSecond = Math.round((users / (performance.now() - startedMs)) * 1000);
  return `${users} users looked at, ${perSecond} a second; ${rebuilt} views made anew; ${over} of ${lists.length} lists are through`;
}

function sentenceOf({ users, rebuilt, right, left }: Rebuilt, ms: number): string {
  return `${users} users in ${(ms / 1000).toFixed(1)} s: ${rebuilt} views made anew, ${right} were right, ${left} stay as events made them.`;
}
