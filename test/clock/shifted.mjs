// A preload for Node, in every process of a run (NODE_OPTIONS): the machine's clock goes CLOCK_SHIFT_MS ahead. Timers and
// performance.now() stay as they are. It reaches no other program: the real parts know only the true time.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
if (!Number.isSafeInteger(shiftMs)) throw new Error('CLOCK_SHIFT_MS: expected milliseconds');

const TrueDate = Date;
const now = () => TrueDate.now() + shiftMs;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given, wanted) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, wanted === globalThis.Date ? target : wanted),
  apply: () => new TrueDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
TrueDate.prototype.constructor = globalThis.Date;
