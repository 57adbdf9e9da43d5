/** The options of `npm start` for its trigger: the mode of the mappings, and trouble on purpose. */
import { type Chaos, InvalidChaos, parseChaos } from '../trigger/chaos.ts';
import { UsageError } from '../usageError.ts';

const modes = ['on-demand', 'provisioned'] as const;

export type Mode = (typeof modes)[number];

/** UsageError. */
export function toMode(text: string): Mode {
  const mode = modes.find((one) => one === text);
  if (mode) return mode;
  throw new UsageError(`--mode ${text} is not known: expected ${modes.join(' or ')}.`);
}

/** The settings of functions that go with it: partial responses are for mappings that read them. */
export function environmentOf(mode: Mode = 'on-demand'): Record<string, string> {
  return { PARTIAL_RESPONSES: String(mode === 'provisioned') };
}

/** UsageError. */
export function toChaos(text: string | undefined): Chaos | undefined {
  try {
    return text === undefined ? undefined : parseChaos(text);
  } catch (error) {
    if (error instanceof InvalidChaos) throw new UsageError(`--chaos: ${error.message}.`);
    throw error;
  }
}
