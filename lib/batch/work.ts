/** The parts that the settling of a batch shares. */
import type { Engine } from '../connect/engine.ts';
import type { ConsumerConfig } from '../declare/consumerConfig.ts';
import type { WorkedOff } from '../due/dueRow.ts';
import type { FaultyCode, Finding } from '../failures/faultyCode.ts';
import type { Failures } from '../failures/findFailures.ts';
import type { Deadline } from '../lambda/deadline.ts';
import type { Invocation } from '../lambda/lambda.ts';
import type { Answer, Result } from '../outcomes/result.ts';
import type { Message, Reader } from '../reading/message.ts';

/** Handles messages the way of one kind of consumer. */
export interface Handling {
  /** One message, from repeat to effect. What it throws is a failure like one that it answers. */
  one(message: Message, work: Work): Promise<Result>;
  /**
   * The first try of messages that are ready at the same moment, where many cost little more than one: an answer each.
   * It never throws.
   */
  many?(messages: readonly Message[], work: Work): Promise<Answer[]>;
  /** Tries a message without any effect, to see whether our own code throws on it. */
  probe?(message: Message, work: Pick<Work, 'engine'>): Promise<Finding>;
}

export interface Work {
  config: ConsumerConfig;
  read: Reader;
  engine: Engine;
  handling: Handling;
  invocation: Invocation;
  deadline: Deadline;
  /** Records of this batch that were settled as failed before. */
  failures: Failures;
  faultyCode: FaultyCode;
  /** Written in the transaction that settles the record, where it comes from a row due: takes that row away. */
  also: readonly WorkedOff[];
  /** Records being settled right now, by place: who needs what one of them holds waits for it. */
  inFlight: Map<string, Promise<unknown>>;
}
