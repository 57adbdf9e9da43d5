import { describe } from 'vitest';
import { storeContract } from '../../contracts/store.ts';
import { realPart } from '../../real/available.ts';
import { openDynamo } from './openDynamo.ts';

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  describe.runIf(address)(part, () => storeContract(part, () => openDynamo(address ?? '')));
}
