/**
 * A NestJS service as others write them: `produce` emits what stands on stdin with ClientKafka, `consume` prints what its
 * event handlers are given. Each is a line of JSON. Decorators are called as the functions that they are.
 *
 *   produce BROKER PREFIX
 *   consume BROKER PREFIX COUNT TOPIC…
 *
 * PREFIX is what the names of the topics begin with.
 */
import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Ctx, EventPattern, Payload, Transport } from '@nestjs/microservices';
import kafkajs from 'kafkajs';
import SnappyCodec from 'kafkajs-snappy';
import { lastValueFrom } from 'rxjs';

const { CompressionCodecs, CompressionTypes } = kafkajs;
CompressionCodecs[CompressionTypes.Snappy] = SnappyCodec;

const [command, broker, prefix, wanted, ...topics] = process.argv.slice(2);
const client = { brokers: [broker], clientId: 'nest', logLevel: kafkajs.logLevel.NOTHING };

/** A line with a key or headers is emitted as `{key, value, headers}`, any other as its value alone. */
async function produce() {
  const send = { acks: -1, compression: CompressionTypes.Snappy };
  const options = { client, send, producerOnlyMode: true };
  const producer = ClientProxyFactory.create({ transport: Transport.KAFKA, options });
  for await (const line of createInterface({ input: process.stdin })) {
    const { topic, key, headers, value } = JSON.parse(line);
    const isBare = key === undefined && headers === undefined;
    const data = isBare ? value : { key, value, headers: Object.fromEntries(headers ?? []) };
    await lastValueFrom(producer.emit(prefix + topic, data), { defaultValue: undefined });
  }
  await producer.close();
}

async function consume() {
  let left = Number(wanted);
  class Events {
    handle(payload, context) {
      if (left === 0) return;
      left -= 1;
      const { key, headers } = context.getMessage();
      const line = {
        topic: context.getTopic().slice(prefix.length),
        key,
        headers: Object.entries(headers),
        value: payload,
      };
      process.stdout.write(`${JSON.stringify(line)}\n`, () => left === 0 && process.exit(0));
    }
  }
  const handler = Object.getOwnPropertyDescriptor(Events.prototype, 'handle');
  EventPattern(topics.map((topic) => prefix + topic))(Events.prototype, 'handle', handler);
  Payload()(Events.prototype, 'handle', 0);
  Ctx()(Events.prototype, 'handle', 1);
  Controller()(Events);
  class Service {}
  Module({ controllers: [Events] })(Service);
  const consumer = { groupId: `interop.${Date.now()}.${process.pid}`, maxWaitTimeInMs: 50 };
  const options = { client, consumer, subscribe: { fromBeginning: true } };
  const service = await NestFactory.createMicroservice(Service, { transport: Transport.KAFKA, options, logger: false });
  await service.listen();
}

await { produce, consume }[command]();
