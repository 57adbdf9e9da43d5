/** `ops groups list|describe|reset|copy`: where consumer groups are, and where they go on. */
import { type Command, parseOptions } from '../command.ts';
import { kafkaHelp, kafkaOptions } from '../kafka/options.ts';
import { runVerb } from '../kafka/verbs.ts';
import { copyGroup, resetGroup } from './move.ts';
import { describeGroups, listGroups } from './show.ts';

const help = `npm run -s ops -- groups list
npm run -s ops -- groups describe GROUP …
npm run -s ops -- groups copy SOURCE TARGET --topic TOPIC [--apply]
npm run -s ops -- groups reset GROUP --topic TOPIC --to beginning|end|TIME [--apply]

Shows consumer groups and their lag; moves a group that has no members. Without --apply it only says what it would do.
copy gives TARGET the offsets of SOURCE on one topic, so that a mapping goes on where another service stopped:

  npm run -s ops -- groups copy payment-gateway-group event-functions-prod.postAccounting.payment.success \\
    --topic payment.success --apply

TARGET and SOURCE must have no members: of an active one the offsets move on, and its records would be handled twice.

  --topic TOPIC             the topic as it is called on the cluster
  --to WHERE                beginning, end, or a time (ISO 8601): the first record of that time or later
  --apply                   does it
  --while-source-runs       copies from a group with members, for a function in shadow, which has no effect outside
  --overwrite               also where TARGET has offsets of its own
${kafkaHelp}
  --json                    list: an array of {"group", "state"}; describe: of {"group", "state", "partitions"}; reset and copy:
                            {"group", "topic", "applied", "partitions": [{"partition", "from", "to"}]}

Exit status: 0 done, or shown; 1 bad usage, refused, or a failure.
`;

const options = {
  ...kafkaOptions,
  topic: { type: 'string' },
  to: { type: 'string' },
  apply: { type: 'boolean', default: false },
  'while-source-runs': { type: 'boolean', default: false },
  overwrite: { type: 'boolean', default: false },
} as const;

export const groupsCommand: Command = {
  summary: 'shows consumer groups and their lag, and moves those without members',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('groups', args, options);
    return await runVerb('groups', verbs, positionals, { values, print });
  },
};

const verbs = { list: listGroups, describe: describeGroups, reset: resetGroup, copy: copyGroup };
