/** A user's view as callers see it. */
import { createHash } from 'node:crypto';
import { toJson } from '../../lib/store/itemJson.ts';
import type { Value } from '../../lib/store/store.ts';
import { compareTimes } from '../time.ts';
import { stateOf, type UserView } from './view.ts';
import { type ViewField, type ViewState, viewFields } from './viewState.ts';

export interface ShownUser {
  fields: { [F in ViewField]?: Value };
  /** The version of our own record; 0 where we have none. */
  version: number;
  lastLoginAt?: string;
  /** Tells apart what is shown at one version: foreign fields and log-ins change without it. Empty where there are none. */
  beside: string;
}

export function shownUser(view: UserView): ShownUser {
  const state = stateOf(view);
  const { version, own, foreign, lastLoginAt } = state;
  const isForeign = Object.fromEntries(viewFields.map((field) => [field, isForeignLater(field, state)]));
  const fields = viewFields.flatMap((field) => {
    const value = isForeign[field] ? foreign[field]?.value : own[field]?.value;
    return value === undefined ? [] : [[field, value]];
  });
  const told = viewFields.flatMap((field) => (isForeign[field] ? [[field, foreign[field]]] : []));
  return {
    fields: Object.fromEntries(fields),
    version,
    ...(lastLoginAt !== undefined && { lastLoginAt }),
    beside: told.length === 0 && lastLoginAt === undefined ? '' : shortDigest([told, lastLoginAt ?? null]),
  };
}

/** At one time ours holds: copies of our own events come back as foreign ones. */
function isForeignLater(field: ViewField, { own, foreign }: ViewState): boolean {
  const [ours, told] = [own[field], foreign[field]];
  return told !== undefined && (ours === undefined || compareTimes(told.at, ours.at) > 0);
}

function shortDigest(content: unknown): string {
  return createHash('sha256').update(toJson(content)).digest('base64url').slice(0, 12);
}
