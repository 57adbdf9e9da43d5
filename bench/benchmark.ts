/** One benchmark: its rows, each figure named with its unit. */
export type Benchmark = () => Promise<Record<string, string | number>[]>;
