/** A Kafka cluster as operators work on it: topics and consumer groups, by kafkajs's admin client. */
import type { Admin, Kafka } from 'kafkajs';
import { kafkaFault } from '../producer/kafkaFaults.ts';
import { kafkajs } from '../producer/kafkajs.ts';
import type { Security } from '../producer/kafkaSecurity.ts';
import { kafkaSockets } from '../producer/kafkaSockets.ts';

export interface AdminConnection {
  /** kafkajs's own, already connected. Calls go through `ask`. */
  admin: Admin;
  kafka: Kafka;
  /** Runs a call, whose errors become our faults with `of` in their message. */
  ask<T>(of: string, call: (admin: Admin) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** All of it said, for kafkajs takes shorter defaults where NODE_ENV is "test". */
const retry = { retries: 3, initialRetryTime: 100, factor: 0.2, multiplier: 2, maxRetryTime: 1_000 };
const timeouts = { connectionTimeout: 3_000, authenticationTimeout: 10_000, requestTimeout: 30_000, retry };

/** Faults BROKER_UNAVAILABLE, NOT_AUTHORISED. */
export async function openAdmin(brokers: readonly string[], security: Security): Promise<AdminConnection> {
  const sockets = kafkaSockets();
  const quiet = { logLevel: kafkajs.logLevel.NOTHING };
  const names = { brokers: [...brokers], clientId: 'event-functions-ops' };
  const kafka = new kafkajs.Kafka({ ...names, ...security, ...timeouts, ...quiet, socketFactory: sockets.open });
  const admin = kafka.admin({ retry });
  const ask = async <T>(of: string, call: (admin: Admin) => Promise<T>): Promise<T> => {
    try {
      return await call(admin);
    } catch (error) {
      throw kafkaFault(error, [of]);
    }
  };
  await ask(brokers.join(','), (opened) => opened.connect()).catch((error: unknown) => {
    sockets.cut();
    throw error;
  });
  return {
    admin,
    kafka,
    ask,
    async close() {
      await admin.disconnect().catch(() => undefined);
      sockets.cut();
    },
  };
}
