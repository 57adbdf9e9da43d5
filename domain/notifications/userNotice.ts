/** A notice as a request to tell it, by the channels that reach the user and that they have not switched off. */
import type * as z from 'zod';
import type { noticeCategory } from '../../events/noticeCategory.ts';
import { notificationEmail } from '../../events/notification.ts';
import type { userNoticeRaised } from '../../events/userNotices.ts';
import { type Commit, commit, type DecisionContext, type Loaded, type Skip, skip } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { normaliseAddress } from '../../lib/mail/address.ts';
import type { Ref } from '../../lib/store/store.ts';
import { contactOf, type KnownContact } from '../users/contact.ts';
import { type FormerAddresses, inForce } from '../users/formerAddresses.ts';

type Notice = Envelope<DataOf<typeof userNoticeRaised>>;

export type KnownAddresses = KnownContact & { former: Ref<FormerAddresses> };

/** Security notices can't be switched off, and go to the addresses before as well for a time. One that does not say what it is, is taken for one: the topic is theirs. */
export function deliverNotice(
  event: Notice,
  known: Loaded<Partial<KnownAddresses>>,
  { nowMs }: Pick<DecisionContext, 'nowMs'>,
): Commit | Skip {
  const { user_id, notice, params, cause_event_id = event.id } = event.data;
  if (user_id === undefined) return skip('a notice without a user id');
  const contact = contactOf(known);
  if (contact === undefined) return skip('an event of a deleted user');
  const category = categoryOf(event.data.category);
  if (category !== 'security' && !contact.preferences.email) return skip('a notice that the user has switched off');
  const former = category === 'security' ? inForce(known.former, nowMs).map(({ email }) => email) : [];
  const addresses = isOfNewAddress(event) ? former : [contact.email, ...former];
  const to = new Map(addresses.flatMap((address) => (address ? [[normaliseAddress(address), address]] : [])));
  if (to.size === 0) return skip('a notice to a user without an address');
  const asked = {
    template: notice,
    ...(params && { params }),
    locale: contact.locale,
    category,
    cause_event_id,
    user_id,
  };
  return commit({ events: [...to.values()].map((address) => notificationEmail({ to: address, ...asked })) });
}

/** A change of the address itself is not sent to the new address: it may be a stranger's. */
function isOfNewAddress({ data: { notice, params } }: Notice): boolean {
  const changed = notice === 'contact_changed' && params?.['changed'];
  return Array.isArray(changed) && changed.includes('email');
}

function categoryOf(said = 'security'): z.output<typeof noticeCategory> {
  return said === 'security' || said === 'transactional' ? said : 'service';
}
