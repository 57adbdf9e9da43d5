/** The one place that reads the machine's clock; programs hand it on, and everything that ages something is given it. */

/** Epoch milliseconds. */
export type Clock = () => number;

export const machineClock: Clock = () => Date.now();
