/** The action behind each route of the orders' function. */
import { cancel } from './cancel.ts';
import { complete } from './complete.ts';
import { create } from './create.ts';
import { show } from './show.ts';
import { update } from './update.ts';

export const actions = { create, show, update, complete, cancel };
