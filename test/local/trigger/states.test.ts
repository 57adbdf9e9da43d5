// States and results: https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
import { expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { enabled, eventually, givenTrigger, mapping } from './givenTrigger.ts';
import { inOrder } from './records.ts';

it('is Creating until it polls, then Enabled', async () => {
  const { start } = await givenTrigger();
  const trigger = start(mapping({ UUID: '00000000-0000-4000-8000-000000000001' }));
  expect(trigger.mappings[0]?.status()).toEqual({
    UUID: '00000000-0000-4000-8000-000000000001',
    State: 'Creating',
    StateTransitionReason: 'USER_INITIATED',
    LastProcessingResult: 'No records processed',
  });
  await enabled(trigger);
  expect(trigger.mappings[0]?.status().State).toBe('Enabled');
});

it('polls nothing while it is Disabled, and goes on after its commits once it is enabled', async () => {
  const { broker, start, nextInvocation, quiet } = await givenTrigger();
  const trigger = start(mapping({ Enabled: false }));
  await broker.publish(inOrder('a'));
  expect([trigger.mappings[0]?.status().State, await quiet()]).toEqual(['Disabled', []]);
  trigger.mappings[0]?.enable();
  expect(trigger.mappings[0]?.status().State).toBe('Enabling');
  expect((await nextInvocation()).places).toEqual(['orders-0@0']);
});

it('is Disabling until the batches in flight are done, then Disabled', async () => {
  const { broker, start, nextInvocation, quiet } = await givenTrigger();
  const [shipping] = start(mapping()).mappings;
  await broker.publish(inOrder('a'));
  const invocation = await nextInvocation();
  const disabled = shipping?.disable();
  expect(shipping?.status().State).toBe('Disabling');
  expect(() => shipping?.enable()).toThrow(expect.objectContaining({ name: 'ResourceInUseException' }));
  invocation.succeed();
  await disabled;
  expect(shipping?.status().State).toBe('Disabled');
  await broker.publish(inOrder('b'));
  expect(await quiet()).toEqual([]);
  shipping?.enable();
  expect((await nextInvocation()).places).toEqual(['orders-0@1']);
});

it('tells the result of the last batch', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const [shipping] = start(mapping()).mappings;
  const result = (wanted: string) =>
    eventually(
      () => shipping?.status().LastProcessingResult,
      (told) => told === wanted,
    );
  await broker.publish(inOrder('a'));
  (await nextInvocation()).fail();
  expect(await result('PROBLEM: Function call failed')).toBe('PROBLEM: Function call failed');
  (await nextInvocation()).succeed();
  expect(await result('OK')).toBe('OK');
});

it('tells a broker that does not answer, stays Creating, and asks again', async () => {
  const { broker, startWith, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a'));
  let isDown = true;
  const offsets = async (topic: string) => {
    if (isDown) throw new Fault('BROKER_UNAVAILABLE', 'connection refused');
    return await broker.offsets(topic);
  };
  const [shipping] = startWith({ broker: { ...broker, offsets } }, mapping()).mappings;
  await eventually(
    () => shipping?.status().LastProcessingResult,
    (told) => told !== 'No records processed',
  );
  expect(shipping?.status()).toMatchObject({
    State: 'Creating',
    LastProcessingResult: 'PROBLEM: Connection error. the broker does not answer: connection refused',
  });
  isDown = false;
  expect((await nextInvocation()).places).toEqual(['orders-0@0']);
});

it('is Updating until the batches in flight are done, then Enabled with the new settings', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping({ BatchSize: 1 }));
  const [shipping] = trigger.mappings;
  await broker.publish(inOrder('a', 'b', 'c'));
  const invocation = await nextInvocation();
  const updated = shipping?.update(mapping({ BatchSize: 10 }));
  expect(shipping?.status().State).toBe('Updating');
  invocation.succeed();
  await updated;
  expect((await nextInvocation()).places).toEqual(['orders-0@1', 'orders-0@2']);
  expect(shipping?.status().State).toBe('Enabled');
});

it('does not begin again when it is stopped while Updating', async () => {
  const { broker, start, nextInvocation, quiet } = await givenTrigger();
  const trigger = start(mapping({ BatchSize: 1 }));
  await broker.publish(inOrder('a', 'b'));
  const invocation = await nextInvocation();
  const updated = trigger.mappings[0]?.update(mapping({ BatchSize: 10 }));
  const stopped = trigger.stop();
  invocation.succeed();
  await Promise.all([updated, stopped]);
  expect(await quiet()).toEqual([]);
});

it('leaves a disabled mapping disabled when it is updated', async () => {
  const { start } = await givenTrigger();
  const [shipping] = start(mapping({ Enabled: false })).mappings;
  await shipping?.update(mapping({ Enabled: false, BatchSize: 10 }));
  expect(shipping?.status().State).toBe('Disabled');
});

// https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html: "create only"
it('refuses to change what is fixed at creation', async () => {
  const { start } = await givenTrigger();
  const trigger = start(mapping());
  await enabled(trigger);
  await expect(trigger.mappings[0]?.update(mapping({ StartingPosition: 'LATEST' }))).rejects.toThrow(
    "the mapping of ship can't change its start: make another one",
  );
  expect(trigger.mappings[0]?.status().State).toBe('Enabled');
});
