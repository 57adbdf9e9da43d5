import { expect, it } from 'vitest';
import { mailInto } from '../../../lib/mail/localAdapter.ts';
import { smsInto } from '../../../lib/sms/localAdapter.ts';
import { openSmsInbox } from '../../../lib/sms/localInbox.ts';
import { givenInspection } from './givenInspection.ts';

const { signal } = new AbortController();

it('tells where everything is', async () => {
  const { call, refused } = await givenInspection();
  const { body } = await call<Record<string, string[]>>('/');
  expect(Object.values(body)[0]).toContain('POST /api/topics/{topic}/records');
  const unknown = await refused('/api/nothing');
  expect([unknown.status, unknown.code]).toEqual([404, 'NO_SUCH_PATH']);
  expect(unknown.detail).toMatch(/^There is no GET \/api\/nothing; there are GET \/api\/health, GET \/api\/emails,/);
});

it('is healthy once it answers', async () => {
  const { call } = await givenInspection();
  expect(await call('/api/health')).toEqual({ status: 200, body: { status: 'ok', topics: 1 } });
});

it('lists e-mails, newest first', async () => {
  const { call, inbox } = await givenInspection();
  const mail = mailInto(inbox, { function: 'welcome', takesKeys: true, now: Date.now });
  for (const name of ['ann', 'bob', 'cid']) {
    const email = { to: [`${name}@example.com`], subject: 'Hi', text: 'Hi', html: '<p>Hi</p>' };
    await mail.send(email, { key: name, signal: AbortSignal.timeout(1_000) });
  }
  const { body } = await call<{ to: string[] }[]>('/api/emails?limit=2');
  expect(body.map(({ to }) => to)).toEqual([['cid@example.com'], ['bob@example.com']]);
  expect(Object.keys(body[0] ?? {}).sort()).toEqual(['function', 'html', 'key', 'sentAt', 'subject', 'text', 'to']);
});

it('says in a header where a list was cut, and how to see more', async () => {
  const { url, publish } = await givenInspection();
  await publish([{ value: 1 }, { value: 2 }]);
  const cutAt = async (query: string) =>
    (await fetch(`${url}/api/topics/orders/records${query}`)).headers.get('x-cut-at');
  expect(await cutAt('?limit=2')).toBe('2; ?limit=N shows up to 10000');
  expect(await cutAt('')).toBeNull();
});

it('lists topics and functions', async () => {
  const { call, publish } = await givenInspection();
  await publish({ value: 1 });
  expect((await call('/api/topics')).body).toEqual([{ name: 'orders', partitions: 3, records: 1 }]);
  expect((await call('/api/functions')).body).toEqual([{ name: 'tidy', kind: 'job', topics: [], routes: [] }]);
});

it('lists SMS in the same way', async () => {
  const { call, outsideFile } = await givenInspection();
  const inbox = openSmsInbox(outsideFile);
  const at = () => Date.parse('2031-05-06T07:08:09.010Z');
  const sms = smsInto(inbox, { function: 'page', takesKeys: false, now: at }, []);
  for (const body of ['one', 'two']) await sms.send({ to: '+4930123456', body }, { key: body, signal });
  inbox.close();
  expect((await call('/api/sms?limit=1')).body).toEqual([
    { to: ['+4930123456'], body: 'two', key: 'two', function: 'page', sentAt: '2031-05-06T07:08:09.010Z' },
  ]);
});

it('lists no webhook while nobody sends any', async () => {
  const { call } = await givenInspection();
  expect((await call('/api/webhooks')).body).toEqual([]);
});

it('hands the limit on to the archive of dead letters', async () => {
  const { call } = await givenInspection();
  expect((await call('/api/dead-letters?limit=7')).body).toEqual([{ id: 'one', limit: 7 }]);
});

it('shows every group on every partition, also before it committed', async () => {
  const { call, publish, broker } = await givenInspection();
  await publish([
    { value: 1, partition: 0 },
    { value: 2, partition: 0 },
    { value: 3, partition: 2 },
  ]);
  await broker.commit('test.ship.orders', 'orders', [{ partition: 0, offset: 1 }]);
  const place = { group: 'test.ship.orders', topic: 'orders' };
  expect((await call('/api/groups')).body).toEqual([
    { ...place, partition: 0, committed: 1, end: 2, lag: 1 },
    { ...place, partition: 1, committed: 0, end: 0, lag: 0 },
    { ...place, partition: 2, committed: 0, end: 1, lag: 1 },
  ]);
});

it.each([
  ['/api/emails?limt=2', 'there is no parameter limt; there are limit. Did you mean limit?'],
  ['/api/topics/orders/records?offset=2', 'there is no parameter offset; there are limit, partition, from.'],
])('refuses a parameter that it does not know: %s', async (path, detail) => {
  const { refused } = await givenInspection();
  expect(await refused(path)).toMatchObject({ status: 400, detail });
});
