/** The one place that reads the machine's clock; programs hand it on, and everything that ages something is given it. */

/** Epoch milliseconds. */
export type Clock = () => number;

/** How far clocks of honest producers, brokers and ours may differ: what claims to be later than that is not believed. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

export const machineClock: Clock = () => Date.now();
