/** The lists of users by which a table is gone through; `listOf` takes a user's id, of whichever system it is. */
import { spreadOver } from '../../lib/store/spread.ts';

export const { all: lists, of: listOf } = spreadOver('users', 16);
