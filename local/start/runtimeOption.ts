/** The option of `npm start` that says where functions run. */
import type { BrokerChoice } from '../broker/choice.ts';
import type { RuntimeChoice } from '../runtime/choice.ts';
import { UsageError } from '../usageError.ts';

const runtimes = ['inline', 'ric'] as const satisfies readonly RuntimeChoice[];

/** UsageError. */
export function toRuntime(
  text: string,
  broker: BrokerChoice,
  platform: NodeJS.Platform = process.platform,
): RuntimeChoice {
  const runtime = runtimes.find((one) => one === text);
  if (runtime === undefined) throw new UsageError(`--runtime ${text} is not known: expected ${runtimes.join(' or ')}.`);
  if (runtime === 'inline') return runtime;
  if (platform === 'win32')
    throw new UsageError('--runtime ric freezes processes by a signal, which Windows lacks: use WSL.');
  if (broker.kind === 'embedded')
    throw new UsageError(
      '--runtime ric needs a Kafka, since a bundle leaves the embedded broker out: add --broker kafka, or name a cluster in KAFKA_BROKERS.',
    );
  return runtime;
}
