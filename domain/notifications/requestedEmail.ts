/** A requested e-mail: the message, and the key under which it is sent once; or why there is none. */
import type { notificationEmail } from '../../events/notification.ts';
import { type Refusal, refuse } from '../../lib/commit/commit.ts';
import { type Prepared, send } from '../../lib/deliveries/delivery.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { normaliseAddress } from '../../lib/mail/address.ts';
import type { Email } from '../../lib/mail/mail.ts';
import { parseSafely } from '../../lib/schema/parseSafely.ts';
import { shown, shownList } from '../../lib/text/shown.ts';
import { framed } from './frame.ts';
import { languageOf } from './language.ts';
import { templates } from './templates.ts';

type Requested = Envelope<DataOf<typeof notificationEmail>>;

export function requestedEmail(event: Requested): Prepared<Email> | Refusal {
  const { template, subject, body, locale } = event.data;
  const to = event.data.to.trim();
  if (template !== undefined) return byTemplate(event, to, template);
  if (subject === undefined || body === undefined) {
    return refuse('expected a template, or a subject and a body; came neither');
  }
  const language = locale === undefined ? undefined : languageOf(locale);
  return send(keyOf(event, [subject, body]), framed(to, { subject, paragraphs: [body] }, language));
}

function byTemplate(event: Requested, to: string, name: string): Prepared<Email> | Refusal {
  const found = templates.get(name);
  if (!found) return refuse(`expected one of the templates ${[...templates.keys()].join(', ')}; came ${shown(name)}`);
  const params = parseSafely(found.params, event.data.params ?? {});
  if (!params.success) return refuse(`template ${shown(name)}: ${faultsOf(params.issues)}`);
  const language = languageOf(event.data.locale);
  return send(keyOf(event, [name, found.version]), framed(to, found.write(params.data, language), language));
}

/**
 * Once per event, channel, recipient and version of the template. The event is the one that gave rise to the mail, so
 * that a request made twice for it is sent once. Where no id is known but the record's place, what it says counts as
 * well: topics are recreated.
 */
function keyOf({ id, idIsPlace, data }: Requested, what: readonly unknown[]): string {
  const event = data.cause_event_id ?? (idIsPlace ? [id, data] : id);
  return JSON.stringify(['email', event, normaliseAddress(data.to), ...what]);
}

/** Names the fields and what is wrong with them; not their values. */
function faultsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  return shownList(
    issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    '; ',
  );
}
