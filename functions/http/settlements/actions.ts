/** The action behind each route of the settlements' function. */
import { complete } from './complete.ts';
import { create } from './create.ts';
import { show } from './show.ts';

export const actions = { create, show, complete };
