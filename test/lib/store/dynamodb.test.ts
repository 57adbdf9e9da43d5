import { describe, expect, it } from 'vitest';
import { put, ref } from '../../../lib/store/store.ts';
import { owned, things } from '../../contracts/store/given.ts';
import { storeContract } from '../../contracts/store.ts';
import { realPart } from '../../real/available.ts';
import { dynamoAt, openDynamo } from './openDynamo.ts';

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  const endpoint = address ?? '';
  describe.runIf(address)(part, () => {
    storeContract(part, () => openDynamo(endpoint));

    it('is a store that is unavailable as long as its tables are missing', async () => {
      const store = dynamoAt(endpoint, ({ name }) => `missing-${name}`);
      const unavailable = { code: 'STORE_UNAVAILABLE' };
      await expect(store.read([ref(things, 'a')])).rejects.toMatchObject(unavailable);
      await expect(store.query({ table: things, partition: 'a' })).rejects.toMatchObject(unavailable);
      await expect(store.transact([put(things, { pk: 'a', sk: '-' })], 'token')).rejects.toMatchObject(unavailable);
      await store.close();
    });

    it('is a store that is unavailable as long as an index is missing', async () => {
      const { store, end } = await openDynamo(endpoint, [things, { ...owned, indexes: {} }]);
      const query = store.query({ table: owned, index: 'byOwner', partition: 'a' });
      await expect(query).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await end();
    });
  });
}
