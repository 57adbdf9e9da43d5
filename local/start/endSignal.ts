/** Ctrl-C and SIGTERM: the first one asks for an end in order, a second one ends the process at once. */

/** Ctrl-C under npm comes twice, from the terminal and from npm. */
const SAME_SIGNAL_MS = 300;

/** Resolves at the first signal. Whatever must not be left over is removed by listeners of the process's `exit`. */
export function endSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const end = () => {
    firstAt ??= performance.now();
    resolve();
    if (performance.now() - firstAt < SAME_SIGNAL_MS) return;
    process.stderr.write('Ended at once; batches in flight come again at the next start.\n');
    process.exit(130);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  return promise;
}
