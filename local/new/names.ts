/** The kinds of things that `npm run new` makes, and the names that they may have. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean } from '../../lib/text/closest.ts';
import { UsageError } from '../usageError.ts';

export const kinds = ['consumer', 'delivery', 'collector', 'job', 'http', 'event'] as const;

export type Kind = (typeof kinds)[number];

/** With the stage and the service in front it is a Lambda function's name, which has 64 characters at most. */
const LONGEST = 40;

const rules: Record<Kind, { form: RegExp; says: string }> = {
  consumer: { form: /^[a-z]+(?:[A-Z][a-z0-9]*)+$/, says: 'a verb and a noun in camel case, such as countRefunds' },
  delivery: { form: /^[a-z]+(?:[A-Z][a-z0-9]*)+$/, says: 'a verb and a noun in camel case, such as sendReceipt' },
  collector: { form: /^[a-z]+(?:[A-Z][a-z0-9]*)+$/, says: 'a verb and a noun in camel case, such as sumRefunds' },
  job: { form: /^[a-z]+(?:[A-Z][a-z0-9]*)+$/, says: 'a verb and a noun in camel case, such as closeCarts' },
  http: { form: /^[a-z][a-z0-9]*$/, says: 'the plural of a resource in small letters, such as refunds' },
  event: {
    form: /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z][a-z0-9]*(?:_[a-z0-9]+)*)+$/,
    says: 'a subject, a dot and a verb in the past tense, such as card.blocked',
  },
};

export function toKind(text: string): Kind {
  const kind = kinds.find((one) => one === text);
  if (!kind)
    throw new UsageError(`There is no kind ${text}: expected one of ${kinds.join(', ')}.${didYouMean(text, kinds)}`);
  return kind;
}

/** UsageError for a name that is not formed like others of its kind. */
export function checkName(kind: Kind, name: string): void {
  const { form, says } = rules[kind];
  if (!form.test(name)) throw new UsageError(`The name of ${articled(kind)} is ${says}; came ${JSON.stringify(name)}.`);
  if (name.length > LONGEST)
    throw new UsageError(`The name ${name} has ${name.length} characters: expected at most ${LONGEST}.`);
}

const folders = ['consumers', 'http', 'jobs'];

/** UsageError where a function of that name is there: on AWS all kinds share their names. */
export function checkFree(root: string, kind: Kind, name: string, types: readonly string[]): void {
  if (kind === 'event') {
    if (types.includes(name)) throw new UsageError(`There is an event ${name}: choose another name.`);
    return;
  }
  const taken = folders
    .map((folder) => join('functions', folder, name))
    .find((folder) => existsSync(join(root, folder)));
  if (taken) throw new UsageError(`${taken} is there: choose another name.`);
}

/** `card.was_blocked` → `cardWasBlocked`. */
export function constantOf(type: string): string {
  return type.replaceAll(/[._]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function articled(kind: Kind): string {
  if (kind === 'http') return 'an HTTP function';
  return kind === 'event' ? 'an event' : `a ${kind}`;
}
