/** A text that somebody asked to be sent, by whatever channel, and the key under which it is sent once; or why there is none. */
import type { notificationEmail } from '../../events/notification.ts';
import { type Refusal, refuse } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { parseSafely } from '../../lib/schema/parseSafely.ts';
import { shown, shownList } from '../../lib/text/shown.ts';
import type { Text } from './frame.ts';
import { type Language, languageOf } from './language.ts';
import { templates } from './templates.ts';

/** The requests of all channels have one shape. */
export type Requested = Envelope<DataOf<typeof notificationEmail>>;

interface RequestedText {
  kind: 'text';
  text: Text;
  /** Absent where nobody said which it is. */
  language?: Language | undefined;
  /** The template and its version, or the text itself: two requests with other content are two messages. */
  content: readonly unknown[];
}

export function requestedText({ data }: Requested): RequestedText | Refusal {
  const { template, subject, body, locale } = data;
  if (template !== undefined) return byTemplate(data, template);
  if (subject === undefined || body === undefined) {
    return refuse('expected a template, or a subject and a body; came neither');
  }
  const language = locale === undefined ? undefined : languageOf(locale);
  return { kind: 'text', text: { subject, paragraphs: [body] }, language, content: [subject, body] };
}

function byTemplate(data: Requested['data'], name: string): RequestedText | Refusal {
  const found = templates.get(name);
  if (!found) return refuse(`expected one of the templates ${[...templates.keys()].join(', ')}; came ${shown(name)}`);
  const params = parseSafely(found.params, data.params ?? {});
  if (!params.success) return refuse(`template ${shown(name)}: ${faultsOf(params.issues)}`);
  const language = languageOf(data.locale);
  return { kind: 'text', text: found.write(params.data, language), language, content: [name, found.version] };
}

/**
 * Once per event, channel, recipient and version of the template. The event is the one that gave rise to the message, so
 * that a request made twice for it is sent once. Where no id is known but the record's place, what it says counts as
 * well: topics are recreated.
 */
export function keyOf(channel: string, to: string, requested: Requested, content: readonly unknown[]) {
  const { id, idIsPlace, isKnownByBytes, timestamp, data } = requested;
  const event = data.cause_event_id ?? (idIsPlace ? [isKnownByBytes ? timestamp : id, data] : id);
  return JSON.stringify([channel, event, to, ...content]);
}

/** Names the fields and what is wrong with them; not their values. */
function faultsOf(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  return shownList(
    issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    '; ',
  );
}
