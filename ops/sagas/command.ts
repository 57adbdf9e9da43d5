/** `ops sagas list|show|resume|compensate|resolve`: sagas that have not ended, and what an operator does about one. */
import { payments } from '../../domain/payments/payment.ts';
import { refunds } from '../../domain/payments/refund.ts';
import { orderHolds } from '../../domain/saga/reservation.ts';
import { sagas } from '../../domain/saga/saga.ts';
import { audit } from '../../lib/audit/audit.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import { shown } from '../../lib/text/shown.ts';
import { UsageError } from '../../local/usageError.ts';
import { type Command, parseOptions } from '../command.ts';
import { openStore } from '../openStore.ts';
import { act, eventOf } from './act.ts';
import { listSagas, listText } from './list.ts';
import { shownText, showSaga } from './show.ts';

const help = `npm run -s ops -- sagas list [--phase PHASE] [--limit N] [--after CURSOR]
npm run -s ops -- sagas show <saga>
npm run -s ops -- sagas resume <saga> --reason TEXT
npm run -s ops -- sagas compensate <saga> --reason TEXT
npm run -s ops -- sagas resolve <saga> --as OUTCOME --reason TEXT

Sagas of payments for orders that have not ended, those with the earliest deadline first in each phase's lists. A saga's id
is its payment's.

show says what a saga waits for and since when, its deadline, what compensation would do, and all that it heard. resume has
a paused one charged again, under the same key at the channel, or the undoing of a failed one tried again. compensate undoes
one before its deadline. resolve tells it what you know of the channel: its charge was approved or declined, or is reversed,
or there was nothing to reverse. The relay publishes what follows within a minute; who did it and why stays in the table audit.

  --phase PHASE   running, paused, compensating or failed_compensation; absent: all of them
  --limit N       sagas to list, 1 to 1000; default 100
  --after CURSOR  goes on where a list ended
  --as OUTCOME    approved, declined, reversed or nothing
  --reason TEXT   why; kept for ever
  --state DIR     the stack's state folder, default .local; with ADAPTERS=aws, TABLE_PREFIX and BUCKET name the stage's
  --json          list: {"sagas": […], "next": "…" or null}; the others: the saga, show with "heard"
`;

const options = {
  phase: { type: 'string' },
  limit: { type: 'string' },
  after: { type: 'string' },
  as: { type: 'string' },
  reason: { type: 'string' },
  state: { type: 'string' },
} as const;
const usage = 'See npm run ops -- sagas --help.';
const tables = [sagas, payments, refunds, orderHolds, audit, outbox];

const verbs = ['list', 'show', 'resume', 'compensate', 'resolve'];

export const sagasCommand: Command = {
  summary: 'lists sagas that have not ended, shows one, and has it resumed, undone or resolved',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('sagas', args, options);
    const { verb, id, todo } = wantedOf(positionals, values);
    const opened = await openStore(tables, values.state);
    const say = <T>(answer: T, textOf: (answer: T) => string) =>
      print(values.json ? JSON.stringify(answer) : textOf(answer));
    try {
      if (todo) await act({ id, verb, ...todo }, opened);
      if (verb === 'list') say(await listSagas(opened.store, values), listText);
      else say(await showSaga(id, opened.store), shownText);
      return 0;
    } finally {
      await opened.store.close();
    }
  },
};

interface Values {
  as?: string | undefined;
  reason?: string | undefined;
}

function wantedOf([verb = '', id = '', ...rest]: readonly string[], { as, reason: text }: Values) {
  if (!verbs.includes(verb))
    throw new UsageError(
      `Expected list, show, resume, compensate or resolve, came ${shown(verb) || 'nothing'}. ${usage}`,
    );
  const isList = verb === 'list';
  if (rest.length > 0 || (id === '') !== isList)
    throw new UsageError(`Expected ${isList ? 'no id' : 'one saga id'} after ${verb}. ${usage}`);
  if (isList || verb === 'show') return { verb, id };
  const event = eventOf(verb, as);
  const reason = text?.trim() ?? '';
  if (reason === '') throw new UsageError('Say why with --reason: it is kept for ever.');
  return { verb, id, todo: { event, reason } };
}
