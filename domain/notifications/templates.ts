/** Every template that a `notification.email` may ask for, by its name. */
import type { Template } from './template.ts';
import { contactChanged } from './templates/contactChanged.ts';
import { passwordChanged } from './templates/passwordChanged.ts';
import { statusChanged } from './templates/statusChanged.ts';
import { unusualLogin } from './templates/unusualLogin.ts';
import { userDeleted } from './templates/userDeleted.ts';

export const templates: ReadonlyMap<string, Template> = new Map<string, Template>([
  ['contact_changed', contactChanged],
  ['password_changed', passwordChanged],
  ['status_changed', statusChanged],
  ['unusual_login', unusualLogin],
  ['user_deleted', userDeleted],
]);
