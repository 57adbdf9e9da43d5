/** The welcome e-mail, in the user's language. */
import type { Email } from '../../lib/mail/mail.ts';
import { framed } from './frame.ts';
import { languageOf } from './language.ts';

/** Nobody has confirmed the address, so nothing is said that who registered it could have chosen: no name either. */
const texts = {
  en: { subject: 'Welcome!', paragraphs: ['Hello,', 'Your account is ready. We are glad to have you with us.'] },
  'zh-CN': { subject: '欢迎！', paragraphs: ['您好：', '您的账户已创建成功，欢迎加入我们。'] },
};

export function welcomeMessage(to: string, locale: string | undefined): Email {
  const language = languageOf(locale);
  return framed(to, texts[language], language);
}
