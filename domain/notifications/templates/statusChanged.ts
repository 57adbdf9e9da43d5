import * as z from 'zod';
import { code, foreignText, inBrackets, template, time } from '../template.ts';

/** The words that explain a status to the account's owner. */
interface Meaning {
  subject: string;
  sentence: string;
}

const english = new Map<string | undefined, Meaning>([
  ['active', { subject: 'Your account is active', sentence: 'It is active now: you can log in as usual.' }],
  [
    'suspended',
    { subject: 'Your account was suspended', sentence: 'It is suspended now: you can’t log in until that is lifted.' },
  ],
  [
    'locked',
    { subject: 'Your account was locked', sentence: 'It is locked now: you can’t log in until it is unlocked.' },
  ],
]);

const chinese = new Map<string | undefined, Meaning>([
  ['active', { subject: '您的账户已启用', sentence: '账户现已启用，您可以照常登录。' }],
  ['suspended', { subject: '您的账户已被暂停', sentence: '账户现已暂停，恢复之前无法登录。' }],
  ['locked', { subject: '您的账户已被锁定', sentence: '账户现已锁定，解锁之前无法登录。' }],
]);

/** A status that only another system has is told as it is where it is a code; whatever else may come, a link too, is not. */
export const statusChanged = template({
  version: 1,
  params: z.object({ status: code, reason: foreignText, at: time }),
  texts: {
    en: ({ status, reason, at }) => {
      const { subject = 'The status of your account was changed', sentence } = english.get(status) ?? {};
      return {
        subject,
        paragraphs: [
          'Hello,',
          `The status of your account was changed${inBrackets(at, 'en')}.`,
          ...toldAs(sentence, status === undefined ? undefined : `It is “${status}” now.`),
          ...(reason === undefined ? [] : [`The reason given: ${reason}`]),
          'If you have a question about this, or think that it is a mistake, please contact our support.',
        ],
      };
    },
    'zh-CN': ({ status, reason, at }) => {
      const { subject = '您的账户状态已变更', sentence } = chinese.get(status) ?? {};
      return {
        subject,
        paragraphs: [
          '您好：',
          `您的账户状态已变更${inBrackets(at, 'zh-CN')}。`,
          ...toldAs(sentence, status === undefined ? undefined : `当前状态为“${status}”。`),
          ...(reason === undefined ? [] : [`原因：${reason}`]),
          '如有疑问，或认为这是误操作，请联系我们的客服。',
        ],
      };
    },
  },
});

function toldAs(known: string | undefined, asItIs: string | undefined): string[] {
  const sentence = known ?? asItIs;
  return sentence === undefined ? [] : [sentence];
}
