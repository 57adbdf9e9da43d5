import { describe, expect, test } from 'vitest';
import { checkLogin, type LoginPattern, unusualLoginSettings } from '../../domain/users/loginPattern.ts';
import { userLoggedIn } from '../../events/user.ts';

const context = { settings: unusualLoginSettings.parse({}), digest: (text: string) => `<${text}>` };
const user = { id: '42', key: { secret: 's', writes: [] } };
const phone = '<["user-agent","42","phone"]>';
const laptop = '<["user-agent","42","laptop"]>';
const known = (countries: string[], devices: string[]): LoginPattern => ({
  pk: 'user#42',
  sk: '-',
  version: 7,
  countries,
  devices,
});

function decided(told: object, pattern?: LoginPattern) {
  const event = {
    id: 'l1',
    idIsPlace: false,
    type: 'user.logged_in',
    format: 'embedded' as const,
    version: 1,
    timestamp: '2026-11-21T08:00:00.000Z',
    source: 'usercenter',
    traceId: null,
    data: userLoggedIn.read({ user_id: '42', ...told }),
  };
  const { writes, events, once } = checkLogin(user, event, { pattern }, context);
  const [put] = writes.map((write) => (write.op === 'put' ? write : undefined));
  const reasons = events.map(({ data }) => data['reasons'] ?? (data['params'] as { reasons: unknown }).reasons);
  return { once, item: put?.item, when: put?.when, reasons, events };
}

const seen = known(['BR', 'DE'], [laptop, phone]);

describe('a login is unusual', () => {
  test.each([
    ['not if it is the first', { country: 'DE', user_agent: 'phone' }, undefined, []],
    ['not from where and with what others were', { country: 'BR', user_agent: 'laptop' }, seen, []],
    ['from a new country', { country: 'FR', user_agent: 'phone' }, seen, ['new_country']],
    ['with a new device', { country: 'DE', user_agent: 'curl' }, seen, ['new_device']],
    ['not if it tells nothing', {}, seen, []],
    ['not if it tells nothing, as Go does', { country: '', user_agent: '' }, seen, []],
    ['not in another spelling of the country', { country: ' de' }, seen, []],
    ['not by what is no code of a country', { country: 'somewhere' }, seen, []],
    ['through Tor, which gateways have a code for', { country: 'T1' }, seen, ['new_country']],
    ['not by the first country that is told', { country: 'FR' }, known([], [phone]), []],
    ['not after four wrong passwords', { failed_attempts: 4 }, seen, []],
    ['after five', { failed_attempts: 5 }, seen, ['many_failures']],
    ['after five, also if it is the first', { country: 'DE', failed_attempts: 5 }, undefined, ['many_failures']],
    [
      'for all of these',
      { country: 'FR', user_agent: 'curl', failed_attempts: 9 },
      seen,
      ['new_country', 'new_device', 'many_failures'],
    ],
  ])('%s', (_, told, pattern, reasons) => {
    // To the user and to the admins.
    expect(decided(told, pattern).reasons).toEqual(reasons.length === 0 ? [] : [reasons, reasons]);
  });
});

describe('the pattern', () => {
  test.each([
    ['is begun, if nobody else began it', { country: 'DE', user_agent: 'phone' }, undefined, [1, ['DE'], [phone]]],
    ['has what is new as the last', { country: 'FR' }, seen, [8, ['BR', 'DE', 'FR'], [laptop, phone]]],
    ['has what came again as the last', { country: 'BR' }, seen, [8, ['DE', 'BR'], [laptop, phone]]],
    ['is of another version after every alarm', { failed_attempts: 5 }, seen, [8, ['BR', 'DE'], [laptop, phone]]],
  ])('%s', (_, told, pattern, [version, countries, devices]) => {
    const { item, when } = decided(told, pattern);
    expect(item).toEqual({ pk: 'user#42', sk: '-', version, countries, devices });
    expect(when).toEqual(pattern ? { equals: { version: 7 } } : { absent: true });
  });

  test('stays as it is where there is nothing to learn', () => {
    expect(decided({ country: 'DE', user_agent: 'phone' }, seen).item).toBeUndefined();
  });

  test('forgets what was not seen for longest, beyond twenty', () => {
    const twenty = Array.from({ length: 20 }, (_, n) => `A${n % 10}${n < 10 ? '' : 'x'}`);
    const { item } = decided({ country: 'DE' }, known(twenty, []));
    expect(item?.['countries']).toEqual([...twenty.slice(1), 'DE']);
  });
});

test('the engine’s mark recognises a repeat, and what is told to others names no address and no device', () => {
  const { once, events } = decided({ country: 'FR', user_agent: 'curl', ip: '203.0.113.7' }, seen);
  expect(once).toBeUndefined();
  expect(events.map(({ definition, data }) => [definition.type, data])).toEqual([
    [
      'user.notice_raised',
      {
        user_id: '42',
        notice: 'unusual_login',
        params: { reasons: ['new_country', 'new_device'], country: 'FR', at: '2026-11-21T08:00:00.000Z' },
        category: 'security',
        cause_event_id: 'l1',
      },
    ],
    [
      'risk.alert.high',
      {
        check_id: 'l1',
        subject_type: 'user',
        subject_id: '42',
        score: 80,
        level: 'high',
        reasons: ['new_country', 'new_device'],
      },
    ],
  ]);
});

test.each([['0'], ['-1'], ['many']])('%s failures are no setting', (value) => {
  expect(unusualLoginSettings.safeParse({ UNUSUAL_FAILED_ATTEMPTS: value }).success).toBe(false);
});
