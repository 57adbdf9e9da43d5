/** The welcome e-mail, in the user's language. */
import type { Email } from '../../lib/mail/mail.ts';
import { framed } from '../notifications/frame.ts';
import { languageOf } from '../notifications/language.ts';

const texts = {
  en: (name = 'there') => ({
    subject: 'Welcome!',
    paragraphs: [`Hello ${name},`, 'Your account is ready. We are glad to have you with us.'],
  }),
  'zh-CN': (name = '朋友') => ({
    subject: '欢迎！',
    paragraphs: [`${name}，您好：`, '您的账户已创建成功，欢迎加入我们。'],
  }),
};

export function welcomeMessage(to: string, username: string | undefined, locale: string | undefined): Email {
  const language = languageOf(locale);
  return framed(to, texts[language](username), language);
}
