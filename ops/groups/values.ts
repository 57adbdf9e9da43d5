/** The arguments of `ops groups`, and where they lead to. */
import type { KafkaValues } from '../kafka/options.ts';
import type { KafkaAsked } from '../kafka/verbs.ts';

export type GroupAsked = KafkaAsked<
  KafkaValues & {
    json: boolean;
    topic?: string;
    to?: string;
    apply: boolean;
    'while-source-runs': boolean;
    overwrite: boolean;
  }
>;
