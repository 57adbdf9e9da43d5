/** `ops topics plan|apply|list|describe`: the topics of a cluster, compared with the catalogue. */
import { type Command, parseOptions } from '../command.ts';
import { kafkaHelp, kafkaOptions } from '../kafka/options.ts';
import { runVerb } from '../kafka/verbs.ts';
import { applyTopics, planOfTopics } from './plan.ts';
import { describeTopics, listTopics } from './show.ts';

const help = `npm run -s ops -- topics plan [TOPIC …]
npm run -s ops -- topics apply [TOPIC …] [--move-keys] [--cap-replication]
npm run -s ops -- topics list
npm run -s ops -- topics describe TOPIC …

Compares a cluster's topics with the catalogue: partitions, 3 replicas of which 2 are in sync, retention, largest record,
compression, and that no unclean leader loses records. apply only adds: it creates topics, adds partitions where no record
lies yet, and keeps records longer. What a person has to decide is said with the way to do it; nothing is ever deleted.

  npm run -s ops -- topics plan --brokers b-1.shop.kafka.eu-west-1.amazonaws.com:9098 --auth iam

  --move-keys               adds partitions to topics that hold records, too: keys move, so stop producers first and let
                            every group reach lag 0
  --cap-replication         as many replicas as there are brokers, where those are fewer than 3
  --leave SETTING           a topic setting that this cluster keeps for itself (again for each); for MSK Serverless known
${kafkaHelp}
  --json                    plan and apply: {"steps", "differences", "right"}; a step of apply is "done" or has an "error".
                            list: an array of {"name", "partitions", "records"}; describe: of topics with their settings

Exit status: 0 nothing is left to do; 1 bad usage or a failure; 3 a person has to decide something; plan: 2 there are steps
to take.
`;

const options = {
  ...kafkaOptions,
  'move-keys': { type: 'boolean', default: false },
  'cap-replication': { type: 'boolean', default: false },
  leave: { type: 'string', multiple: true, default: [] as string[] },
} as const;

export const topicsCommand: Command = {
  summary: "compares a cluster's topics with the catalogue, and adds what is missing",
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('topics', args, options);
    return await runVerb('topics', verbs, positionals, { values, print });
  },
};

const verbs = { plan: planOfTopics, apply: applyTopics, list: listTopics, describe: describeTopics };
