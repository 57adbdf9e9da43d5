/** The action behind each route of the users' function. */
import { changePassword } from './changePassword.ts';
import { changeStatus } from './changeStatus.ts';
import { logIn } from './logIn.ts';
import { register, registerSample } from './register.ts';
import { remove } from './remove.ts';
import { show } from './show.ts';
import { update } from './update.ts';

export const actions = { register, registerSample, show, logIn, update, changePassword, changeStatus, remove };
