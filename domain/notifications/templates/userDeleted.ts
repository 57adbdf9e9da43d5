import * as z from 'zod';
import { inBrackets, template, time } from '../template.ts';

/** Says nobody's name: the address may be one that a stranger gave, who chose the name as well. */
export const userDeleted = template({
  version: 2,
  params: z.object({ at: time }),
  texts: {
    en: ({ at }) => ({
      subject: 'Your account was deleted',
      paragraphs: [
        'Hello,',
        `Your account was deleted${inBrackets(at, 'en')}, and the personal data that we held on you is erased with it.`,
        'This can’t be undone, and you will get no more messages about it.',
        'If you did not ask for this, please contact our support.',
      ],
    }),
    'zh-CN': ({ at }) => ({
      subject: '您的账户已删除',
      paragraphs: [
        '您好：',
        `您的账户已删除${inBrackets(at, 'zh-CN')}，我们保存的您的个人数据也随之删除。`,
        '此操作无法撤销，您也不会再收到与该账户有关的邮件。',
        '如果这不是您要求的，请联系我们的客服。',
      ],
    }),
  },
});
