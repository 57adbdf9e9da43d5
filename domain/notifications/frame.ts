/** The frame of every e-mail of ours: one text as plain text and as HTML. */
import { escapeHtml } from '../../lib/mail/html.ts';
import type { Email } from '../../lib/mail/mail.ts';
import type { Language } from './language.ts';

/** A paragraph may have several lines. */
export interface Text {
  subject: string;
  paragraphs: readonly string[];
}

/** Without a language nothing is said of it: a reader or screen then finds out for itself. */
export function framed(to: string, text: Text, language?: Language): Email {
  const subject = oneLine(text.subject);
  const attribute = language === undefined ? '' : ` lang="${language}"`;
  const head = `<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`;
  const body = text.paragraphs.map((paragraph) => `<p>${linesOf(escapeHtml(paragraph)).join('<br>')}</p>`).join('');
  return {
    to: [to],
    subject,
    text: `${text.paragraphs.flatMap((paragraph) => linesOf(paragraph).join('\n')).join('\n\n')}\n`,
    html: `<!doctype html><html${attribute}>${head}<body>${body}</body></html>`,
  };
}

/** A line break in a subject would end the header. */
function oneLine(subject: string): string {
  return subject.replace(/\s+/g, ' ').trim();
}

function linesOf(paragraph: string): string[] {
  return paragraph.split(/\r\n|\r|\n/);
}
