import { describe, expect, test } from 'vitest';
import { welcomeMessage } from '../../domain/notifications/welcome.ts';
import { namesOf, registerUser } from '../../domain/users/registration.ts';
import { newUserId } from '../../domain/users/user.ts';

const context = {
  settings: undefined,
  writer: 'users',
  nowMs: Date.parse('2026-11-21T08:00:00Z'),
  newId: () => 'event-1',
  random: () => 0.25,
  digest: (text: string) => `<${text}>`,
};

describe('a user id', () => {
  test('is a whole number below 2^53 that grows with time', () => {
    const now = newUserId(context);
    const later = newUserId({ ...context, nowMs: context.nowMs + 1, random: () => 0 });
    expect(now).toBe('373476556801024');
    expect(Number(later)).toBeGreaterThan(Number(now));
    expect(Number.isSafeInteger(Number(newUserId({ ...context, nowMs: Date.UTC(2092, 0, 1) })))).toBe(true);
  });
});

describe('a registration', () => {
  const jane = { username: 'Jane', email: 'Jane@Example.com' };

  test('takes names whatever their spelling, and keys hold digests only', () => {
    const names = namesOf(jane, context);
    expect([names.email.pk, names.username.pk]).toEqual(['email#<jane@example.com>', 'username#<jane>']);
  });

  test('is one commit: the user, the names if nobody has them, and two events of one fact', () => {
    const registered = registerUser(jane, '$argon2id$…', { email: undefined, username: undefined }, context);
    if ('taken' in registered) throw new Error('expected a registration');
    const { writes, events } = registered.commit;
    expect(writes.map((write) => write.op === 'put' && [write.table.name, write.when])).toEqual([
      ['users', { absent: true }],
      ['takenNames', { absent: true }],
      ['takenNames', { absent: true }],
      ['takenNames', { absent: true }],
    ]);
    expect(events.map(({ definition, fact }) => [definition.type, fact.id, fact.entity])).toEqual([
      ['user.registered', 'event-1', { stream: 'user#373476556801024', version: 1 }],
      ['welcome_email', 'event-1', { stream: 'user#373476556801024', version: 1 }],
    ]);
    expect(JSON.stringify(events)).not.toContain('argon2id');
  });

  test('names all that is taken', () => {
    const taken = { pk: 'x', sk: '-', userId: '1' };
    expect(registerUser(jane, '', { email: taken, username: taken }, context)).toEqual({
      taken: ['email', 'username'],
    });
  });
});

describe('the welcome e-mail', () => {
  test('speaks the user’s language, English where it has none', () => {
    expect(welcomeMessage('a@b.c', 'zh-CN').subject).toBe('欢迎！');
    expect(welcomeMessage('a@b.c', 'fr').subject).toBe('Welcome!');
  });

  test('says the same to everybody: the address may be a stranger’s, and so may be the name', () => {
    const { text, html } = welcomeMessage('a@b.c', 'en');
    expect(text).toBe('Hello,\n\nYour account is ready. We are glad to have you with us.\n');
    expect(html).toContain('<p>Hello,</p><p>Your account is ready. We are glad to have you with us.</p>');
  });
});
