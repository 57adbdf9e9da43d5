import * as z from 'zod';
import type { Language } from '../language.ts';
import { template, time } from '../template.ts';

/** Codes of `detectUnusualLogin`. One that has no words here is not told: the rest says enough. */
const words = {
  en: new Map([
    ['new_country', 'it came from a country that you had not logged in from before'],
    ['new_device', 'it came from a device or browser that you had not used before'],
    ['many_failures', 'a wrong password was given several times before it'],
  ]),
  'zh-CN': new Map([
    ['new_country', '登录地点是您此前未曾登录过的国家或地区'],
    ['new_device', '登录使用的是您此前未曾使用过的设备或浏览器'],
    ['many_failures', '登录成功之前多次输入了错误的密码'],
  ]),
} satisfies { [L in Language]: Map<string, string> };

const params = z.object({
  reasons: z.array(z.string()).catch([]),
  /** ISO 3166-1. */
  country: z.string().optional().catch(undefined),
  at: time,
});

export const unusualLogin = template({
  version: 1,
  params,
  texts: {
    en: ({ reasons, country, at }) => ({
      subject: 'An unusual log-in to your account',
      paragraphs: [
        'Hello,',
        'Somebody logged in to your account with your password, and it looked unusual to us.',
        ...list([
          ...lineOf('Time: ', at),
          ...lineOf('Country: ', nameOf(country, 'en')),
          ...reasons.flatMap((reason) => lineOf('Unusual: ', words.en.get(reason))),
        ]),
        'If that was you, there is nothing to do.',
        'If it was not, change your password now, and contact our support.',
      ],
    }),
    'zh-CN': ({ reasons, country, at }) => ({
      subject: '您的账户有一次异常登录',
      paragraphs: [
        '您好：',
        '有人使用您的密码登录了您的账户，我们认为此次登录有些异常。',
        ...list([
          ...lineOf('时间：', at),
          ...lineOf('国家或地区：', nameOf(country, 'zh-CN')),
          ...reasons.flatMap((reason) => lineOf('异常之处：', words['zh-CN'].get(reason))),
        ]),
        '如果是您本人操作，则无需理会此邮件。',
        '如果不是，请立即更改密码，并联系我们的客服。',
      ],
    }),
  },
});

function lineOf(label: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${label}${text}`];
}

/** One paragraph, a line each. */
function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function nameOf(country: string | undefined, language: Language): string | undefined {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined;
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(country);
}
