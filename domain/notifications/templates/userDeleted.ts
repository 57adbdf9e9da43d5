import * as z from 'zod';
import { inBrackets, optionalText, template, time } from '../template.ts';

export const userDeleted = template({
  version: 1,
  params: z.object({ username: optionalText, at: time }),
  texts: {
    en: ({ username, at }) => ({
      subject: 'Your account was deleted',
      paragraphs: [
        username === undefined ? 'Hello,' : `Hello ${username},`,
        `Your account was deleted${inBrackets(at, 'en')}, and the personal data that we held on you is erased with it.`,
        'This can’t be undone, and you will get no more messages about it.',
        'If you did not ask for this, please contact our support.',
      ],
    }),
    'zh-CN': ({ username, at }) => ({
      subject: '您的账户已删除',
      paragraphs: [
        username === undefined ? '您好：' : `${username}，您好：`,
        `您的账户已删除${inBrackets(at, 'zh-CN')}，我们保存的您的个人数据也随之删除。`,
        '此操作无法撤销，您也不会再收到与该账户有关的邮件。',
        '如果这不是您要求的，请联系我们的客服。',
      ],
    }),
  },
});
