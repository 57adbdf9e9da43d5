// Settings that stand in different places and must fit each other: each finding names the two, and why they matter.
import type { DeclaredFunction } from '../../deploy/declaredFunctions.ts';
import type { ConsumerConfig } from '../../lib/declare/consumerConfig.ts';
import type { JobConfig } from '../../lib/declare/jobConfig.ts';
import type { Topic } from '../../lib/envelope/topic.ts';
import type { HttpConfig } from '../../lib/http/config.ts';
import type { Finding } from './sources.ts';

/** AWS: with-msk-configure; API Gateway's quotas; msk-esm-parameters; Lambda's quotas. */
const LONGEST_CONSUMER_SECONDS = 840;
const LONGEST_REQUEST_SECONDS = 29;
const LARGEST_BATCH = 10_000;
const MEMORY_MB = { least: 128, most: 10_240 };
/** 99 % of events are to be handled within 60 s: half of that may be spent on filling a batch. */
const LONGEST_WINDOW_SECONDS = 30;
/** How long one effect outside may take before its own limit ends it. */
const SLOWEST_EFFECT_SECONDS = 5;

type Complaint = [expected: string, came: string];

export function findUnfitSettings(functions: readonly DeclaredFunction[], topics: readonly Topic[]): Finding[] {
  const ofFunctions = functions.flatMap(({ config, folder }) => {
    const found = [...ofMemory(config.memoryMb), ...complaintsOf(config)];
    return found.map(([expected, came]) => ({ path: `${folder}/config.ts`, line: 1, expected, came }));
  });
  const ofTopics = topics.flatMap((topic) => ofDeadLetters(topic, topics));
  return [...ofFunctions, ...ofTopics.map(([expected, came]) => ({ path: 'events/topics', line: 1, expected, came }))];
}

function complaintsOf(config: DeclaredFunction['config']): Complaint[] {
  switch (config.kind) {
    case 'consumer':
      return ofConsumer(config);
    case 'http':
      return ofRequests(config);
    case 'job':
      return ofRuns(config);
    default:
      return config satisfies never;
  }
}

function ofConsumer(config: ConsumerConfig): Complaint[] {
  const { batchSize, concurrency, timeoutSeconds, windowSeconds } = config;
  const rounds = Math.ceil(batchSize / concurrency);
  const needed = rounds * SLOWEST_EFFECT_SECONDS;
  const hasEffects = config.uses.some(({ kind }) => kind === 'port');
  return [
    when(timeoutSeconds > LONGEST_CONSUMER_SECONDS, [
      `timeoutSeconds of ${LONGEST_CONSUMER_SECONDS} at most: an event source mapping of Kafka calls no function that may run longer`,
      `${timeoutSeconds}`,
    ]),
    when(hasEffects && needed > timeoutSeconds, [
      `batchSize and concurrency whose slowest batch ends within timeoutSeconds, or it comes again and again: ${rounds} rounds of ${SLOWEST_EFFECT_SECONDS} s`,
      `${needed} s of ${timeoutSeconds} s`,
    ]),
    when(batchSize > LARGEST_BATCH, [`batchSize of ${LARGEST_BATCH} at most, as Lambda takes it`, `${batchSize}`]),
    when(windowSeconds > LONGEST_WINDOW_SECONDS, [
      `windowSeconds of ${LONGEST_WINDOW_SECONDS} at most: an event is to be handled within 60 s of being told`,
      `${windowSeconds}`,
    ]),
  ].flat();
}

function ofRequests({ timeoutSeconds }: HttpConfig): Complaint[] {
  return when(timeoutSeconds > LONGEST_REQUEST_SECONDS, [
    `timeoutSeconds of ${LONGEST_REQUEST_SECONDS} at most: the HTTP API answers 504 after 30 s, and what the function did then nobody hears of`,
    `${timeoutSeconds}`,
  ]);
}

/** Who works off what is due begins nothing after its period, and gives 15 s to what it began. */
function ofRuns({ schedule, timeoutSeconds, uses }: JobConfig): Complaint[] {
  const graceSeconds = uses.some(({ kind }) => kind === 'works-off') ? 16 : 0;
  return when(schedule.kind === 'every' && timeoutSeconds >= schedule.minutes * 60 + graceSeconds, [
    'timeoutSeconds shorter than the schedule, or a run meets the next one at its work',
    `${timeoutSeconds} s, ${schedule.kind === 'every' ? schedule.minutes : ''} min`,
  ]);
}

function ofMemory(memoryMb: number | undefined): Complaint[] {
  const fits = memoryMb === undefined || (memoryMb >= MEMORY_MB.least && memoryMb <= MEMORY_MB.most);
  return when(!fits, [`memoryMb from ${MEMORY_MB.least} to ${MEMORY_MB.most}, as Lambda takes it`, `${memoryMb}`]);
}

function ofDeadLetters(topic: Topic, topics: readonly Topic[]): Complaint[] {
  if (topic.deadLetterTopic === null) return [];
  const letters = topics.find(({ name }) => name === topic.deadLetterTopic);
  const named = `deadLetterTopic of ${topic.name}`;
  if (!letters)
    return [
      [
        `${named} in the catalogue, or nobody creates it and failed records are handed back forever`,
        topic.deadLetterTopic,
      ],
    ];
  return when(letters.retentionDays < topic.retentionDays, [
    `${named} with a retention no shorter than ${topic.retentionDays} days: a letter must not go before its record does`,
    `${letters.name} with ${letters.retentionDays}`,
  ]);
}

function when(isUnfit: boolean, complaint: Complaint): Complaint[] {
  return isUnfit ? [complaint] : [];
}
