/** A port that sends messages, behind the breaker of its provider. */
import type { Fault } from '../errors/fault.ts';
import type { Breaker } from './port.ts';

interface SendingPort<Message, Receipt> {
  readonly takesKeys: boolean;
  send(message: Message, options: { key: string; signal: AbortSignal }): Promise<Receipt>;
  refusal?(): Fault | null;
}

export function guardedSender<Message, Receipt>(
  port: SendingPort<Message, Receipt>,
  breaker: Breaker,
): SendingPort<Message, Receipt> {
  return {
    takesKeys: port.takesKeys,
    send: (message, options) => breaker.run(() => port.send(message, options), options.signal),
    refusal: breaker.refusal,
  };
}
