/** The story: a person registers and pays, a risk is found, an event breaks, an event comes twice. All of it over HTTP. */
import type { RecordJson } from '../recordJson.ts';
import { type Addresses, type Client, createClient, eventually, type Letter } from './client.ts';
import { checkAndAlert, payAndPost } from './money.ts';
import type { Narrator } from './narrator.ts';

const person = { username: 'jane', email: 'jane@example.com', password: 'correct horse battery' };
const topics = ['user.events', 'user-events', 'notification-events', 'user_registered'];

/** Throws when an effect stays out; what was seen is told as it is seen. */
export async function tellStory(addresses: Addresses, narrator: Narrator): Promise<void> {
  const client = createClient(addresses);
  narrator.chapter('Jane registers');
  const { user } = await client.register(person);
  narrator.seen(`POST /api/v1/users/register → 201, user ${user.id}`);
  const event = await oneFactOnAllTopics(client, narrator);
  const email = await eventually('the welcome e-mail', async () => (await client.emails())[0]);
  narrator.seen(`sendWelcomeEmail → “${email.subject}” in the inbox of ${email.to.join(', ')}`);

  await payAndPost(client, narrator);
  await checkAndAlert(client, narrator);

  narrator.chapter('An event is broken');
  const bytes = Buffer.from('{"type": "user.registered", "email": ');
  await client.publish('user.events', [{ key: 'jane', valueBase64: bytes.toString('base64') }]);
  const readers = await client.readersOf('user.events');
  await lettersWithBytes(client, { bytes, readers }, narrator);

  narrator.chapter('The same event comes again');
  await client.publish('user.events', [event]);
  narrator.say('published a second time, byte for byte');
  await eventually('all consumers to be done', async () => (await client.lag()) === 0 || undefined);
  const letters = (await client.deadLetters()).length;
  const came = `${(await client.emails()).length} e-mails and ${letters} dead letters`;
  const expected = `1 e-mails and ${readers.length} dead letters`;
  if (came !== expected) throw new Error(`expected ${expected} in all, came ${came}`);
  narrator.seen('nothing happened twice: still one e-mail, no new dead letter');
}

async function oneFactOnAllTopics(client: Client, narrator: Narrator): Promise<RecordJson> {
  const records = await eventually('the registration on all its topics', async () => {
    const found = await Promise.all(topics.map(async (topic) => (await client.records(topic))[0]));
    return found.every((record) => record !== undefined) ? found : undefined;
  });
  const ids = new Set(records.map((record) => record.headers.find(([name]) => name === 'x-event-id')?.[1]));
  const [first] = records;
  if (ids.size !== 1 || !first)
    throw new Error(`expected one event id on ${topics.join(', ')}, came ${[...ids].join(', ')}`);
  narrator.seen(`one event id on ${topics.join(', ')}: ${[...ids].join()}`);
  return first;
}

interface Broken {
  bytes: Buffer;
  readers: readonly string[];
}

/** One for each function that reads the topic. */
async function lettersWithBytes(client: Client, { bytes, readers }: Broken, narrator: Narrator): Promise<void> {
  const letters = await eventually('the dead letters in the archive', async () => {
    const found: Letter[] = await client.deadLetters();
    return found.length >= readers.length ? found : undefined;
  });
  const told = letters.map(({ consumer }) => consumer).sort();
  if (told.join() !== readers.toSorted().join()) {
    throw new Error(`expected a dead letter of each of ${readers.join(', ')}, came those of ${told.join(', ')}`);
  }
  narrator.seen(`archived for ${told.join(', ')}: ${letters[0]?.errorCode} at ${letters[0]?.topic}`);
  const records = await client.records('dead-letter-queue');
  const isIntact = records.every(({ valueBase64 }) => valueBase64 === bytes.toString('base64'));
  if (!isIntact) throw new Error('expected the letters to hold the original bytes, one holds others');
  narrator.seen(`its ${bytes.length} bytes are intact on dead-letter-queue`);
}
