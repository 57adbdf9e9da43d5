/**
 * A NestJS service as others write them, with `@nestjs/microservices` and `kafkajs` as npm installs them: `produce` emits
 * what stands on stdin with ClientKafka; `events` and `messages` print what handlers of either form are given. Each is a
 * line of JSON that begins with `{`; what Nest logs does not. Decorators are called as the functions that they are.
 *
 *   produce BROKER PREFIX
 *   events|messages BROKER PREFIX COUNT TOPIC…
 *
 * PREFIX is what the names of the topics begin with.
 */
import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Ctx, EventPattern, MessagePattern, Payload, Transport } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';

const [command, broker, prefix, wanted, ...topics] = process.argv.slice(2);
const client = { clientId: 'nest', brokers: [broker] };

/** A line with a key or headers is emitted as `{key, value, headers}`, any other as its value alone. */
async function produce() {
  const producer = ClientProxyFactory.create({ transport: Transport.KAFKA, options: { client } });
  for await (const line of createInterface({ input: process.stdin })) {
    const { topic, key, headers, value } = JSON.parse(line);
    const isBare = key === undefined && headers === undefined;
    const data = isBare ? value : { key, value, headers: Object.fromEntries(headers ?? []) };
    await lastValueFrom(producer.emit(prefix + topic, data), { defaultValue: undefined });
  }
  await producer.close();
}

/** `pattern` is the decorator of the handler. */
async function consume(pattern) {
  let left = Number(wanted);
  class Handlers {
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
  const handler = Object.getOwnPropertyDescriptor(Handlers.prototype, 'handle');
  pattern(topics.map((topic) => prefix + topic))(Handlers.prototype, 'handle', handler);
  Payload()(Handlers.prototype, 'handle', 0);
  Ctx()(Handlers.prototype, 'handle', 1);
  Controller()(Handlers);
  class Service {}
  Module({ controllers: [Handlers] })(Service);
  const consumer = { groupId: `interop.${Date.now()}.${process.pid}` };
  const options = { client, consumer, subscribe: { fromBeginning: true } };
  const service = await NestFactory.createMicroservice(Service, { transport: Transport.KAFKA, options });
  await service.listen();
}

const commands = { produce, events: () => consume(EventPattern), messages: () => consume(MessagePattern) };
await commands[command]();
