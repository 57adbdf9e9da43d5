/** Reads the e-mails that the emulator's SES has taken; each emulator has an inbox of its own form. */
import * as z from 'zod';
import type { ReceivedEmail } from '../../lib/mail/localAdapter.ts';

/** No emulator keeps the tags of a mail, so nobody knows its key or which function sent it. */
export type SentEmail = Omit<ReceivedEmail, 'key' | 'function'> & { key: null; function: null };

export type SentMail = (limit: number) => Promise<SentEmail[]>;

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
/** Epoch seconds, or ISO 8601. */
const moment = z.union([z.number().transform((seconds) => seconds * 1000), z.string()]);

const shapes = {
  '/_ministack/ses/messages': z
    .object({
      messages: z.record(
        z.string(),
        z.array(z.object({ To: texts, Subject: text, BodyText: text, BodyHtml: text, Timestamp: moment })),
      ),
    })
    .transform(({ messages }) =>
      Object.values(messages)
        .flat()
        .map((mail) => sent(mail.To, mail.Subject, { text: mail.BodyText, html: mail.BodyHtml }, mail.Timestamp)),
    ),
  // aws-ses-v2-local
  '/store': z
    .object({
      emails: z.array(
        z.object({
          destination: z.object({ to: texts }),
          subject: text,
          body: z.object({ text, html: text }),
          at: moment,
        }),
      ),
    })
    .transform(({ emails }) =>
      emails.map(({ destination, subject, body, at }) => sent(destination.to, subject, body, at)),
    ),
};

/** null where the emulator shows its mail in no way that is known here. */
export async function sentMailOf(endpoint: string): Promise<SentMail | null> {
  for (const [path, shape] of Object.entries(shapes)) {
    const url = new URL(path, endpoint);
    const read = async () => {
      const response = await fetch(url);
      return response.ok ? shape.safeParse(await response.json()).data : undefined;
    };
    if ((await read().catch(() => undefined)) === undefined) continue;
    return async (limit) =>
      ((await read()) ?? []).sort((one, other) => (one.sentAt < other.sentAt ? 1 : -1)).slice(0, limit);
  }
  return null;
}

function sent(to: string[], subject: string, body: { text: string; html: string }, at: number | string): SentEmail {
  return { to, subject, ...body, key: null, function: null, sentAt: new Date(at).toISOString() };
}
