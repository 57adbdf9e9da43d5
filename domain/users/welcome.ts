/** The welcome e-mail, in the user's language. */

import { escapeHtml } from '../../lib/mail/html.ts';
import type { Email } from '../../lib/mail/mail.ts';

const texts = {
  en: {
    subject: 'Welcome!',
    greeting: (name: string) => `Hello ${name},`,
    body: 'Your account is ready. We are glad to have you with us.',
  },
  'zh-CN': {
    subject: '欢迎！',
    greeting: (name: string) => `${name}，您好：`,
    body: '您的账户已创建成功，欢迎加入我们。',
  },
};

const nobody = { en: 'there', 'zh-CN': '朋友' };

export function welcomeMessage(to: string, username: string | undefined, locale: string | undefined): Email {
  const language = locale === 'zh-CN' ? 'zh-CN' : 'en';
  const text = texts[language];
  const greeting = text.greeting(username ?? nobody[language]);
  return {
    to: [to],
    subject: text.subject,
    text: `${greeting}\n\n${text.body}\n`,
    html: `<p>${escapeHtml(greeting)}</p><p>${escapeHtml(text.body)}</p>`,
  };
}
