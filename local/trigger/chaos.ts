/** Trouble on purpose: `duplicate=0.1,fail=0.05,slow=200ms,kill=0.01,reorder,seed=42`. The same seed makes the same trouble. */

export interface Chaos {
  /** Chance that a batch is delivered again after its success. */
  duplicate: number;
  /** Chance that an answer is taken for an error, though the function ran. */
  fail: number;
  /** Chance that a batch's answer is lost before the commit, as in a crash. */
  kill: number;
  slowMs: number;
  /** Partitions, and batches of different partitions, overtake each other; records of a partition never do. */
  reorder: boolean;
  seed: number;
}

export class InvalidChaos extends Error {
  override readonly name = 'InvalidChaos';
}

const quiet: Omit<Chaos, 'seed'> = { duplicate: 0, fail: 0, kill: 0, slowMs: 0, reorder: false };

/** Without a seed it draws one. InvalidChaos says which switch is wrong, and what it may be. */
export function parseChaos(text: string, drawSeed = () => Math.floor(Math.random() * 2 ** 32)): Chaos {
  const chaos: Chaos = { ...quiet, seed: drawSeed() };
  for (const part of text.split(',')) {
    const [name = '', ...values] = part.trim().split('=');
    Object.assign(chaos, readSwitch(name, values.length === 0 ? undefined : values.join('=')));
  }
  return chaos;
}

/** The switches in the form that `parseChaos` takes, printed so that a run can be repeated. */
export function chaosText(chaos: Chaos): string {
  const chances = (['duplicate', 'fail', 'kill'] as const).filter((name) => chaos[name] > 0);
  return [
    ...chances.map((name) => `${name}=${chaos[name]}`),
    ...(chaos.slowMs > 0 ? [`slow=${chaos.slowMs}ms`] : []),
    ...(chaos.reorder ? ['reorder'] : []),
    `seed=${chaos.seed}`,
  ].join(',');
}

function readSwitch(name: string, value: string | undefined): Partial<Chaos> {
  switch (name) {
    case 'duplicate':
    case 'fail':
    case 'kill':
      return { [name]: chance(name, value) };
    case 'slow': {
      const [, number] = /^(\d{1,6})ms$/.exec(value ?? '') ?? [];
      if (number === undefined) throw new InvalidChaos(`slow expects milliseconds such as slow=200ms, came ${value}`);
      return { slowMs: Number(number) };
    }
    case 'reorder':
      if (value !== undefined) throw new InvalidChaos(`reorder takes no value, came ${value}`);
      return { reorder: true };
    case 'seed':
      if (!/^\d{1,10}$/.test(value ?? '') || Number(value) >= 2 ** 32) {
        throw new InvalidChaos(`seed expects a whole number below 2^32, came ${value}`);
      }
      return { seed: Number(value) };
    default:
      throw new InvalidChaos(`there is no switch "${name}"; there are duplicate, fail, slow, kill, reorder and seed`);
  }
}

/** 1 is refused for all three: nothing would ever be committed. */
function chance(name: string, value: string | undefined): number {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  if (number >= 0 && number < 1) return number;
  throw new InvalidChaos(`${name} expects a chance from 0 to below 1 such as ${name}=0.1, came ${value}`);
}
