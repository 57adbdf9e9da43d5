import * as z from 'zod';
import { inBrackets, template, time } from '../template.ts';

export const passwordChanged = template({
  version: 1,
  params: z.object({ at: time }),
  texts: {
    en: ({ at }) => ({
      subject: 'Your password was changed',
      paragraphs: [
        'Hello,',
        `The password of your account was changed${inBrackets(at, 'en')}.`,
        'If that was you, there is nothing to do.',
        'If it was not, somebody else has got into your account: please contact our support at once.',
      ],
    }),
    'zh-CN': ({ at }) => ({
      subject: '您的密码已更改',
      paragraphs: [
        '您好：',
        `您账户的密码已更改${inBrackets(at, 'zh-CN')}。`,
        '如果是您本人操作，则无需理会此邮件。',
        '如果不是，则他人可能已进入您的账户：请立即联系我们的客服。',
      ],
    }),
  },
});
