import * as z from 'zod';
import type { Language } from '../language.ts';
import { inBrackets, template, time } from '../template.ts';

/** Codes of a `contact_changed` notice. What it was changed to is not told: whoever changed it may have chosen that. */
const words = {
  en: new Map([
    ['email', 'the e-mail address that we write to'],
    ['login_email', 'the e-mail address of the account'],
    ['phone', 'the phone number'],
    ['webhook', 'the webhook'],
  ]),
  'zh-CN': new Map([
    ['email', '接收通知的电子邮箱'],
    ['login_email', '账户的电子邮箱'],
    ['phone', '手机号码'],
    ['webhook', 'Webhook 地址'],
  ]),
} satisfies { [L in Language]: Map<string, string> };

export const contactChanged = template({
  version: 1,
  params: z.object({ changed: z.array(z.string()).catch([]), at: time }),
  texts: {
    en: ({ changed, at }) => ({
      subject: 'Your contact details were changed',
      paragraphs: [
        'Hello,',
        `How we reach you about your account was changed${inBrackets(at, 'en')}.`,
        ...list(
          changed.flatMap((part) => words.en.get(part) ?? []),
          'Changed: ',
        ),
        'If that was you, there is nothing to do.',
        'If it was not, somebody else has got into your account: change your password now, and contact our support.',
      ],
    }),
    'zh-CN': ({ changed, at }) => ({
      subject: '您的联系方式已更改',
      paragraphs: [
        '您好：',
        `您账户的联系方式已更改${inBrackets(at, 'zh-CN')}。`,
        ...list(
          changed.flatMap((part) => words['zh-CN'].get(part) ?? []),
          '更改内容：',
        ),
        '如果是您本人操作，则无需理会此邮件。',
        '如果不是，则他人可能已进入您的账户：请立即更改密码，并联系我们的客服。',
      ],
    }),
  },
});

/** One paragraph, a line each. */
function list(parts: readonly string[], label: string): string[] {
  return parts.length === 0 ? [] : [parts.map((part) => `${label}${part}`).join('\n')];
}
