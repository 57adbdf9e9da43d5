/** Invokes functions through whoever runs them in this process: the local stack listens on a channel. */
import { channel } from 'node:diagnostics_channel';
import { Fault } from '../errors/fault.ts';
import { type InvokeFunction, outcomeOf } from './invoke.ts';

/** A call for the local stack, which puts its promise there; nobody does where there is no such function. */
export interface WantedCall {
  name: string;
  event: unknown;
  clientContext: object;
  answer?: Promise<unknown>;
}

export const functionWanted = channel('event-functions:function-wanted');

export const stackInvoke: InvokeFunction = async ({ name, event, clientContext }) => {
  const call: WantedCall = { name, event, clientContext };
  functionWanted.publish(call);
  if (!call.answer) throw new Fault('FUNCTION_MISSING', `${name}: no stack in this process runs it`);
  try {
    await call.answer;
    return { kind: 'answered' };
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    return outcomeOf({ errorType, errorMessage });
  }
};
