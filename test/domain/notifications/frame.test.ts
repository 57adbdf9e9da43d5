import { describe, expect, it, test } from 'vitest';
import { framed } from '../../../domain/notifications/frame.ts';
import { languageOf } from '../../../domain/notifications/language.ts';
import { templates } from '../../../domain/notifications/templates.ts';
import { textOf } from './textOf.ts';

const markup = '<b onclick="x">\'&';
const unclear = { at: markup, status: markup, reasons: [markup], country: markup, username: markup };

describe.each([...templates.keys()].flatMap((name) => (['en', 'zh-CN'] as const).map((l) => [name, l] as const)))(
  '%s in %s',
  (name, language) => {
    it('lets no markup of its parameters into the HTML', () => {
      const { html } = framed('a@example.com', textOf(name, language, unclear), language);
      expect(
        html.replace(
          /<\/?(p|html|head|title|body)>|<html lang="[\w-]+">|<!doctype html>|<meta charset="utf-8">|<br>/g,
          '',
        ),
      ).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
    });

    it('reads well without any parameter', () => {
      const { subject, paragraphs } = textOf(name, language, {});
      expect([subject, ...paragraphs].filter((said) => /undefined|null|NaN|\(\)|（）|^$/.test(said))).toEqual([]);
    });
  },
);

test('a status that only another system has is told as it is', () => {
  expect(textOf('status_changed', 'en', { status: 'banned' }).paragraphs).toContain('It is “banned” now.');
  expect(textOf('status_changed', 'zh-CN', { status: 'constructor' }).paragraphs).toContain(
    '当前状态为“constructor”。',
  );
});

test.each(['visit evil.example', 'https://evil.example', 'evil.example', 'x'.repeat(33), '\u202elocked', ''])(
  'a status that is no code is not told: %j',
  (status) => {
    for (const language of ['en', 'zh-CN'] as const) {
      const { paragraphs } = textOf('status_changed', language, { status });
      expect(paragraphs).toHaveLength(3);
      if (status !== '') expect(paragraphs.join()).not.toContain(status);
    }
  },
);

test('the reason of a change is one line of at most 500 characters, all of them seen', () => {
  const written = (reason: string) => textOf('status_changed', 'en', { reason }).paragraphs[2];
  expect(written('three\nwrong\u202e \u200b\u0007 cards ')).toBe('The reason given: three wrong cards');
  expect(written(`${'x'.repeat(499)}😀`)).toBe(`The reason given: ${'x'.repeat(499)}`);
  expect(textOf('status_changed', 'en', { reason: ' \n' }).paragraphs).toHaveLength(3);
});

// Nobody has confirmed the address that it goes to: who gave it may be a stranger, and so may be what they call themselves.
test('no mail says what a user calls themselves', () => {
  const username = 'Win at evil.example';
  for (const name of templates.keys()) {
    for (const language of ['en', 'zh-CN'] as const) {
      expect(JSON.stringify(textOf(name, language, { username, name: username }))).not.toContain('evil');
    }
  }
});

test('a country that nobody knows is not told', () => {
  for (const country of ['XX', 'Germany', 'de', '']) {
    expect(textOf('unusual_login', 'en', { country }).paragraphs.join()).not.toContain('Country');
  }
});

test('the frame holds one text in two forms, line by line, and its subject on one line', () => {
  const text = { subject: 'An <i> &\r\nBcc: all@example.com', paragraphs: ['one\r\ntwo', '<three>'] };
  expect(framed('a@example.com', text, 'en')).toEqual({
    to: ['a@example.com'],
    subject: 'An <i> & Bcc: all@example.com',
    text: 'one\ntwo\n\n<three>\n',
    html:
      '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
      '<title>An &lt;i&gt; &amp; Bcc: all@example.com</title></head>' +
      '<body><p>one<br>two</p><p>&lt;three&gt;</p></body></html>',
  });
  expect(framed('a@example.com', text).html).toContain('<!doctype html><html><head>');
});

test.each([
  ['zh', 'zh-CN'],
  ['zh-CN', 'zh-CN'],
  ['zh_cn', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['zh-TW', 'en'],
  ['zh-Hant', 'en'],
  ['zha', 'en'],
  ['de', 'en'],
  [undefined, 'en'],
])('whoever reads %s is written to in %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});
