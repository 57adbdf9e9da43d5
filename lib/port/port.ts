/** A port to the outside as one value: its adapters, and what the deployment and the local stack must know of it. */
import type * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { Fault } from '../errors/fault.ts';
import type { Log } from '../observability/log.ts';
import type { Inbox } from './inbox.ts';
import type { Permission } from './permission.ts';

/** An adapter is opened once for each function. */
export interface Opening<Settings> {
  /** The function's name. */
  name: string;
  /** The port's own, as its shape reads them. */
  settings: Settings;
  log: Pick<Log, 'warn'>;
  now: Clock;
}

export interface LocalOpening<Settings> extends Opening<Settings> {
  /** An SQLite file that stands for the providers outside. */
  outside: string;
}

/** A circuit breaker, which `lib/connect/breaker.ts` makes. */
export interface Breaker {
  /** Makes the call; or throws Fault BREAKER_OPEN at once, and then it was certainly not made. `signal` is the call's. */
  run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** The fault that a call would be refused with now; null when it would be made. */
  refusal(): Fault | null;
}

/** How the local stack shows what passes through the port: at a path of the inspection API, and among replay's effects. */
export interface Inspection<Sent> {
  /** `emails` is shown at `/api/emails`. */
  list: string;
  /** The messages that the local adapter keeps in that file. Imports what it needs. */
  open(outside: string): Promise<Inbox<never, Sent>>;
  /** One of them, in a line for people. */
  tell(sent: Sent): string;
}

export interface PortDefinition<Name, Face, Aws extends z.ZodObject, Local extends z.ZodObject, Sent> {
  /** The name that configs declare and connections have it under. */
  name: Name;
  /** Opens the adapter on AWS, and imports it only then: a function without the port has none of it in its bundle. */
  aws(opening: Opening<z.output<Aws>>): Promise<Face>;
  /** Opens the local adapter. It stands in `localAdapter.ts`, which no bundle holds. */
  local(opening: LocalOpening<z.output<Local>>): Promise<Face>;
  /** With an emulator of AWS. */
  emulated?: {
    /** Variables of `settings.aws`, where nobody sets them. */
    environment: Readonly<Record<string, string>>;
    /** Makes in the emulator what a stage on AWS has beforehand; what is there is left alone. */
    prepare?(settings: z.output<Aws>, log: Log): Promise<void>;
    /** Opens the adapter over the emulator, where it has the service; else the local adapter is used. */
    open?(opening: LocalOpening<z.output<Aws> & z.output<Local>>): Promise<Face>;
  };
  /** Puts an adapter behind the breaker of its dependency. */
  guard(face: Face, breaker: Breaker): Face;
  /** Stands for the port of a function in shadow: logs as much as identifies an effect, no address and no content. */
  shadow(log: Log): Face;
  /** The variables that each adapter reads. Those of `aws` become parameters of the deployment. */
  settings: { aws: Aws; local: Local };
  /** Actions that the role of a function with the port may take. */
  permissions: readonly Permission[];
  inspection?: Inspection<Sent>;
}

/** A port stands among a config's `uses` as it is. */
export type Port<
  Name extends string = string,
  Face = unknown,
  Aws extends z.ZodObject = z.ZodObject,
  Local extends z.ZodObject = z.ZodObject,
  Sent = unknown,
> = PortDefinition<Name, Face, Aws, Local, Sent> & { kind: 'port' };

export function definePort<
  const Name extends string,
  Face,
  Aws extends z.ZodObject,
  Local extends z.ZodObject,
  Sent = never,
>(definition: PortDefinition<Name, Face, Aws, Local, Sent>): Port<Name, Face, Aws, Local, Sent> {
  return { ...definition, kind: 'port' };
}
