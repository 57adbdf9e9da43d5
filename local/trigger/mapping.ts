/** One event source mapping and its states: https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
import { reordering, withChaos } from './chaosDelivery.ts';
import { type Counts, createCounters } from './counters.ts';
import type { BatchContext } from './discard.ts';
import { InvalidParameters } from './parameters.ts';
import { type Poller, startPoller, untilAnswered } from './poller.ts';
import { openPositions } from './positions.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

export interface MappingStatus {
  UUID: string;
  State: 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating';
  StateTransitionReason: string;
  LastProcessingResult: string;
}

export interface Mapping {
  /** Looks for records of partitions that have no batch in flight. */
  wake(): void;
  /** Goes on after what is committed. ResourceInUseException while the state is changing. */
  enable(): void;
  /** Resolves when the batches in flight are done; one that waits for another try comes again when it is enabled. */
  disable(): Promise<void>;
  /**
   * Other settings from here on: batches in flight end by the old ones, what waits for another try comes again by the new.
   * InvalidParameters for what AWS fixes at creation: function and topic, group and starting position.
   */
  update(settings: MappingSettings): Promise<void>;
  /** Stops the mapping for good; it may be called at any time. */
  stop(): Promise<void>;
  status(): MappingStatus;
  counts(): Counts;
}

/** The pollers' life between enabling and disabling. */
interface Run {
  wake(): void;
  end(): Promise<void>;
}

class ResourceInUse extends Error {
  override readonly name = 'ResourceInUseException';
}

export function startMapping(given: MappingSettings, surroundings: Surroundings): Mapping {
  const counters = createCounters();
  const status = firstStatus(given);
  const tell = (result: string) => {
    status.LastProcessingResult = result;
  };
  const { chaos } = surroundings;
  const troubled = chaos ? { ...surroundings, invoke: withChaos(surroundings.invoke, chaos) } : surroundings;
  let settings = given;
  let isStopped = false;
  const ready = () => {
    status.State = 'Enabled';
  };
  // A mapping that is stopped while it is updated must not begin again behind the stop's back.
  const begin = () => (isStopped ? undefined : startRun({ settings, surroundings: troubled, counters, tell }, ready));
  let run = settings.isEnabled ? begin() : undefined;

  return {
    wake: () => run?.wake(),
    enable() {
      if (refuseWhileChanging(status) === 'Enabled') return;
      status.State = 'Enabling';
      run = begin();
    },
    async disable() {
      if (refuseWhileChanging(status) === 'Disabled') return;
      status.State = 'Disabling';
      await run?.end();
      status.State = 'Disabled';
    },
    async update(wanted) {
      const before = refuseWhileChanging(status);
      refuseFixed(settings, wanted);
      status.State = 'Updating';
      if (before === 'Enabled') await run?.end();
      settings = wanted;
      if (before === 'Enabled') run = begin();
      else status.State = before;
    },
    async stop() {
      isStopped = true;
      await run?.end();
    },
    status: () => ({ ...status }),
    counts: counters.read,
  };
}

function firstStatus({ uuid, isEnabled }: MappingSettings): MappingStatus {
  return {
    UUID: uuid,
    State: isEnabled ? 'Creating' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    LastProcessingResult: 'No records processed',
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html has no parameters for these; a function can be changed there, and here not. */
function refuseFixed(now: MappingSettings, wanted: MappingSettings): void {
  const fixed = ['function', 'topic', 'group', 'uuid', 'start'] as const;
  const changed = fixed.find((name) => JSON.stringify(now[name]) !== JSON.stringify(wanted[name]));
  if (changed)
    throw new InvalidParameters(`the mapping of ${now.function} can't change its ${changed}: make another one`);
}

function refuseWhileChanging({ UUID, State }: MappingStatus): MappingStatus['State'] {
  if (State === 'Enabled' || State === 'Disabled') return State;
  throw new ResourceInUse(`the mapping ${UUID} is ${State}: wait until that is over`);
}

function startRun(given: Omit<BatchContext, 'stopping'>, onReady: () => void): Run {
  const ending = new AbortController();
  const context = { ...given, stopping: ending.signal };
  const { settings, surroundings } = context;
  const pollers: Poller[] = [];
  const opening = untilAnswered(async () => {
    const positions = await openPositions(settings, surroundings.broker);
    if (ending.signal.aborted) return;
    const order = reordering(surroundings.chaos);
    // More pollers than partitions would have nothing to do: AWS caps them, too.
    const count = Math.min(settings.pollers, positions.size);
    for (let own = 0; own < count; own += 1) {
      pollers.push(startPoller({ ...context, positions, order, owns: (partition) => partition % count === own }));
    }
    onReady();
  }, context);
  return {
    wake() {
      for (const poller of pollers) poller.wake();
    },
    async end() {
      ending.abort();
      await opening;
      await Promise.all(pollers.map((poller) => poller.ended()));
    },
  };
}
