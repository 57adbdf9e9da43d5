/** The arguments of `ops groups`, and where they lead to. */
import type { KafkaValues } from '../kafka/options.ts';
import type { Target } from '../kafka/target.ts';

export interface GroupAsked {
  target: Target;
  print(text: string): void;
  values: KafkaValues & {
    json: boolean;
    topic?: string;
    to?: string;
    apply: boolean;
    'while-source-runs': boolean;
    overwrite: boolean;
  };
}
