import { describe, expect, it } from 'vitest';
import type { Language } from '../../../domain/notifications/language.ts';
import { templates } from '../../../domain/notifications/templates.ts';
import { textOf } from './textOf.ts';

const at = '2026-11-21T16:00:59.123456789+08:00';
const unusual = { reasons: ['new_country', 'new_device', 'many_failures', 'moon_phase'], country: 'DE', at };

/** Template, language, params, subject, and what is between the greeting and the end. */
const written: [string, Language, object, string, string[]][] = [
  [
    'password_changed',
    'en',
    { at },
    'Your password was changed',
    [
      'The password of your account was changed (2026-11-21 08:00 UTC).',
      'If that was you, there is nothing to do.',
      'If it was not, somebody else has got into your account: please contact our support at once.',
    ],
  ],
  [
    'password_changed',
    'zh-CN',
    { at },
    '您的密码已更改',
    [
      '您账户的密码已更改（2026-11-21 08:00 UTC）。',
      '如果是您本人操作，则无需理会此邮件。',
      '如果不是，则他人可能已进入您的账户：请立即联系我们的客服。',
    ],
  ],
  [
    'status_changed',
    'en',
    { status: 'suspended', at },
    'Your account was suspended',
    [
      'The status of your account was changed (2026-11-21 08:00 UTC).',
      'It is suspended now: you can’t log in until that is lifted.',
      'If you have a question about this, or think that it is a mistake, please contact our support.',
    ],
  ],
  [
    'status_changed',
    'zh-CN',
    { status: 'locked', at },
    '您的账户已被锁定',
    [
      '您的账户状态已变更（2026-11-21 08:00 UTC）。',
      '账户现已锁定，解锁之前无法登录。',
      '如有疑问，或认为这是误操作，请联系我们的客服。',
    ],
  ],
  [
    'status_changed',
    'en',
    { status: 'locked', reason: 'three <b>wrong</b> cards', at },
    'Your account was locked',
    [
      'The status of your account was changed (2026-11-21 08:00 UTC).',
      'It is locked now: you can’t log in until it is unlocked.',
      'The reason given: three <b>wrong</b> cards',
      'If you have a question about this, or think that it is a mistake, please contact our support.',
    ],
  ],
  [
    'unusual_login',
    'en',
    unusual,
    'An unusual log-in to your account',
    [
      'Somebody logged in to your account with your password, and it looked unusual to us.',
      'Time: 2026-11-21 08:00 UTC\nCountry: Germany\n' +
        'Unusual: it came from a country that you had not logged in from before\n' +
        'Unusual: it came from a device or browser that you had not used before\n' +
        'Unusual: a wrong password was given several times before it',
      'If that was you, there is nothing to do.',
      'If it was not, change your password now, and contact our support.',
    ],
  ],
  [
    'unusual_login',
    'zh-CN',
    unusual,
    '您的账户有一次异常登录',
    [
      '有人使用您的密码登录了您的账户，我们认为此次登录有些异常。',
      '时间：2026-11-21 08:00 UTC\n国家或地区：德国\n' +
        '异常之处：登录地点是您此前未曾登录过的国家或地区\n' +
        '异常之处：登录使用的是您此前未曾使用过的设备或浏览器\n' +
        '异常之处：登录成功之前多次输入了错误的密码',
      '如果是您本人操作，则无需理会此邮件。',
      '如果不是，请立即更改密码，并联系我们的客服。',
    ],
  ],
  [
    'contact_changed',
    'en',
    { changed: ['email', 'phone', 'moon_phase', '<b>'], at },
    'Your contact details were changed',
    [
      'How we reach you about your account was changed (2026-11-21 08:00 UTC).',
      'Changed: the e-mail address that we write to\nChanged: the phone number',
      'If that was you, there is nothing to do.',
      'If it was not, somebody else has got into your account: change your password now, and contact our support.',
    ],
  ],
  [
    'contact_changed',
    'zh-CN',
    { changed: ['login_email', 'webhook'], at },
    '您的联系方式已更改',
    [
      '您账户的联系方式已更改（2026-11-21 08:00 UTC）。',
      '更改内容：账户的电子邮箱\n更改内容：Webhook 地址',
      '如果是您本人操作，则无需理会此邮件。',
      '如果不是，则他人可能已进入您的账户：请立即更改密码，并联系我们的客服。',
    ],
  ],
  [
    'user_deleted',
    'en',
    { at },
    'Your account was deleted',
    [
      'Your account was deleted (2026-11-21 08:00 UTC), and the personal data that we held on you is erased with it.',
      'This can’t be undone, and you will get no more messages about it.',
      'If you did not ask for this, please contact our support.',
    ],
  ],
  [
    'user_deleted',
    'zh-CN',
    { at },
    '您的账户已删除',
    [
      '您的账户已删除（2026-11-21 08:00 UTC），我们保存的您的个人数据也随之删除。',
      '此操作无法撤销，您也不会再收到与该账户有关的邮件。',
      '如果这不是您要求的，请联系我们的客服。',
    ],
  ],
];

describe('the template', () => {
  it.each(written)('%s in %s says all of it', (...[name, language, params, subject, rest]) => {
    const greeting = language === 'en' ? 'Hello,' : '您好：';
    expect(textOf(name, language, params)).toEqual({ subject, paragraphs: [greeting, ...rest] });
  });

  it('is in this list in both languages, each of them', () => {
    const listed = new Set(written.map(([name, language]) => `${name} ${language}`));
    expect([...listed].toSorted()).toEqual(
      [...templates.keys()].flatMap((name) => [`${name} en`, `${name} zh-CN`]).toSorted(),
    );
  });
});
