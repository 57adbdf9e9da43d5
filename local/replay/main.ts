/** `npm run replay -- <function> <event.json>`: one function on a saved event, outside any stack. */

import { randomUUID } from 'node:crypto';
import { topics } from '../../events/allTopics.ts';
import { machineClock } from '../../lib/clock/clock.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { readSettings } from '../../lib/settings/environment.ts';
import { didYouMean } from '../../lib/text/closest.ts';
import { shown } from '../../lib/text/shown.ts';
import { openEmbeddedBroker } from '../broker/embedded.ts';
import { topicsOnCluster, toTopicSettings } from '../cluster.ts';
import {
  kafkaBrokers,
  leavePublishingToRelay,
  useEmulatedAws,
  useLocalEnvironment,
  useStateFolder,
} from '../environment.ts';
import { findFunctions, type LocalFunction } from '../functions.ts';
import { openOutside } from '../outside.ts';
import { runProgram } from '../program.ts';
import { scheduledEvent } from '../schedule.ts';
import { environmentOf } from '../start/triggerOptions.ts';
import { emptyState, KEPT_IN_STATE, kafkaOfState, openState } from '../state.ts';
import { UsageError } from '../usageError.ts';
import { runAgain } from './again.ts';
import { putGiven, readGiven } from './given.ts';
import { checkFit, toEvents } from './invocations.ts';
import { help, parseOptions, type ReplayOptions, usage } from './options.ts';
import { exitStatusOf, replay } from './replay.ts';
import { readJsonFile, recogniseEvent, type SavedEvent } from './savedEvent.ts';
import { summaryOf } from './summary.ts';
import { watchOutbox } from './waiting.ts';

await runProgram(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  useEmulatedAws();
  useLocalEnvironment({ LOG_LEVEL: 'warn', ...environmentOf(options.mode) });
  const fn = chooseFunction(await findFunctions(), options.functionName);
  const saved = readSaved(fn, options.file);
  const { replayed, failures } = await replayOn(options, fn, saved);
  process.stdout.write(options.json ? `${JSON.stringify(replayed)}\n` : summaryOf(replayed));
  for (const failure of failures) process.stderr.write(`${fn.config.name} failed: ${failure}\n`);
  return exitStatusOf(replayed, failures);
});

function chooseFunction(functions: readonly LocalFunction[], name: string): LocalFunction {
  const found = functions.find(({ config }) => config.name === name);
  if (found) return found;
  const names = functions.map(({ config }) => config.name).sort();
  throw new UsageError(`There is no function ${shown(name)}; there are ${names.join(', ')}.${didYouMean(name, names)}`);
}

function readSaved({ config }: LocalFunction, file: string | undefined): SavedEvent {
  if (config.kind === 'job' && file === undefined)
    return { kind: 'any', event: scheduledEvent(randomUUID(), new Date(machineClock())) };
  if (file === undefined) throw new UsageError(`No event file is named. ${usage}`);
  const json = readJsonFile(file);
  if (config.kind === 'job') return { kind: 'any', event: json };
  const saved = recogniseEvent(json, file);
  checkFit(config, saved, readSettings().settings.TOPIC_PREFIX);
  return saved;
}

/** A stack on this state publishes on a Kafka, or will: what is replayed beside it must not go to the embedded log. */
function isOnKafka(folder: string): boolean {
  return kafkaBrokers().length > 0 || kafkaOfState(folder) !== null;
}

async function replayOn({ state, fresh, again, given }: ReplayOptions, fn: LocalFunction, saved: SavedEvent) {
  const wanted = state ?? readSettings().settings.STATE_DIR;
  const items = given === undefined ? [] : readGiven(given, fn);
  if (fresh) emptyState(wanted);
  await using parts = new AsyncDisposableStack();
  const { folder } = parts.adopt(openState(wanted), (opened) => opened.release());
  if (fresh) process.stderr.write(`--fresh emptied ${folder}: ${KEPT_IN_STATE}, those of npm start too.\n`);
  useStateFolder(folder);
  const files = localFiles(folder);
  const broker = parts.adopt(openEmbeddedBroker({ file: files.broker, now: machineClock }), (opened) => opened.close());
  const { TOPIC_PREFIX: prefix } = readSettings().settings;
  await broker.createTopics(topicsOnCluster(topics, prefix).map(toTopicSettings));
  const outside = parts.adopt(await openOutside(files.outside), (opened) => opened.close());
  const waiting = isOnKafka(folder)
    ? parts.adopt(await watchOutbox(readSettings().settings), (opened) => opened.close())
    : undefined;
  if (waiting) leavePublishingToRelay();
  const events = await toEvents(saved, broker, { nowMs: machineClock(), prefix });
  const { settings } = readSettings();
  if (items.length > 0) await putGiven(items, settings);
  return await replay(fn, again ? await runAgain(events, fn.config.name, settings) : events, { outside, waiting });
}
