/** The action behind each route of the payments' function. */
import { create } from './create.ts';
import { createRefund } from './createRefund.ts';
import { refundResult } from './refundResult.ts';
import { result } from './result.ts';
import { show } from './show.ts';
import { showRefund } from './showRefund.ts';

export const actions = { create, show, result, createRefund, showRefund, refundResult };
