import { describe } from 'vitest';
import { openKafkaBroker } from '../../../local/broker/kafka/adapter.ts';
import { brokerContract } from '../../contracts/broker.ts';
import { realPart } from '../../real/available.ts';

const address = await realPart('kafka');

describe.runIf(address)('on Apache Kafka', () => {
  brokerContract('the Kafka', async () => {
    const open = () => openKafkaBroker({ brokers: [address ?? ''], isOurs: true });
    let broker = open();
    return {
      broker,
      async restart() {
        await broker.close();
        broker = open();
        return broker;
      },
      end: () => broker.close(),
    };
  });
});
