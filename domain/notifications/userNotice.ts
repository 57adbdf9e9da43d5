/** A notice as a request to tell it, by the channels that reach the user and that they have not switched off. */
import type * as z from 'zod';
import type { noticeCategory } from '../../events/noticeCategory.ts';
import { notificationEmail } from '../../events/notification.ts';
import type { userNoticeRaised } from '../../events/userNotices.ts';
import { type Commit, commit, type Loaded, type Skip, skip } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { contactOf, type KnownContact } from '../users/contact.ts';

type Notice = Envelope<DataOf<typeof userNoticeRaised>>;

/** Security notices can't be switched off. One that does not say what it is, is taken for one: the topic is theirs. */
export function deliverNotice(event: Notice, known: Loaded<Partial<KnownContact>>): Commit | Skip {
  const { user_id, notice, params, cause_event_id = event.id } = event.data;
  if (user_id === undefined) return skip('a notice without a user id');
  const contact = contactOf(known);
  if (contact === undefined) return skip('an event of a deleted user');
  const category = categoryOf(event.data.category);
  if (category !== 'security' && !contact.preferences.email) return skip('a notice that the user has switched off');
  if (contact.email === undefined) return skip('a notice to a user without an address');
  const { email: to, locale } = contact;
  const asked = { to, template: notice, ...(params && { params }), locale, category, cause_event_id, user_id };
  return commit({ events: [notificationEmail(asked)] });
}

function categoryOf(said = 'security'): z.output<typeof noticeCategory> {
  return said === 'security' || said === 'transactional' ? said : 'service';
}
