/** The saga's step in every state on every event, written by hand: `state + commands`, or nothing at all. */
import type { SagaEvent } from '../../../domain/saga/step.ts';

type Row = Partial<Record<SagaEvent, string>> & { nothing: readonly SagaEvent[] };

const reversals = ['reversal.done', 'reversal.empty', 'reversal.failed'] as const;
const operators = ['operator.resume', 'operator.compensate'] as const;
const orders = ['order.reserved', 'order.refused'] as const;
const charges = ['charge.approved', 'charge.declined', 'charge.unanswered'] as const;
const all = [...orders, ...charges, 'deadline.passed', ...reversals, ...operators] as const;

export const table: Readonly<Record<string, Row>> = {
  'running waiting waiting': {
    'order.reserved': 'running held waiting + hold',
    'order.refused': 'compensating none unknown + compensate',
    'charge.approved': 'running waiting taken + succeed',
    'charge.declined': 'compensating none declined + end, compensate',
    'charge.unanswered': 'paused waiting unknown',
    'deadline.passed': 'compensating none unknown + compensate',
    'operator.compensate': 'compensating none unknown + compensate',
    nothing: [...reversals, 'operator.resume'],
  },
  'running held waiting': {
    'charge.approved': 'completed held taken + succeed',
    'charge.declined': 'compensating held declined + end, compensate',
    'charge.unanswered': 'paused held unknown',
    'deadline.passed': 'compensating held unknown + compensate',
    'operator.compensate': 'compensating held unknown + compensate',
    nothing: [...orders, ...reversals, 'operator.resume'],
  },
  'running waiting taken': {
    'order.reserved': 'completed held taken + hold',
    'order.refused': 'compensating none taken + compensate',
    'deadline.passed': 'compensating none taken + compensate',
    'operator.compensate': 'compensating none taken + compensate',
    nothing: [...charges, ...reversals, 'operator.resume'],
  },
  'paused waiting unknown': {
    'order.reserved': 'paused held unknown + hold',
    'order.refused': 'compensating none unknown + compensate',
    'charge.approved': 'running waiting taken + succeed',
    'charge.declined': 'compensating none declined + end, compensate',
    'deadline.passed': 'compensating none unknown + compensate',
    'operator.resume': 'running waiting waiting + start',
    'operator.compensate': 'compensating none unknown + compensate',
    nothing: ['charge.unanswered', ...reversals],
  },
  'paused held unknown': {
    'charge.approved': 'completed held taken + succeed',
    'charge.declined': 'compensating held declined + end, compensate',
    'deadline.passed': 'compensating held unknown + compensate',
    'operator.resume': 'running held waiting + start',
    'operator.compensate': 'compensating held unknown + compensate',
    nothing: [...orders, 'charge.unanswered', ...reversals],
  },
  'completed held taken': { nothing: all },
  'compensating held unknown': {
    'charge.approved': 'compensating held taken + succeed',
    'charge.declined': 'compensating held declined + end',
    'reversal.done': 'compensated none reversed + release, end',
    'reversal.empty': 'compensated none none + release, end',
    'reversal.failed': 'failed_compensation held unknown',
    nothing: [...orders, 'charge.unanswered', 'deadline.passed', ...operators],
  },
  'compensating held taken': {
    'reversal.done': 'compensated none reversed + release, end',
    'reversal.empty': 'compensating held taken + compensate',
    'reversal.failed': 'failed_compensation held taken',
    nothing: [...orders, ...charges, 'deadline.passed', ...operators],
  },
  'compensating held declined': {
    'reversal.done': 'compensated none declined + release, end',
    'reversal.empty': 'compensated none declined + release, end',
    'reversal.failed': 'failed_compensation held declined',
    nothing: [...orders, ...charges, 'deadline.passed', ...operators],
  },
  'compensating none unknown': {
    'charge.approved': 'compensating none taken + succeed',
    'charge.declined': 'compensating none declined + end',
    'reversal.done': 'compensated none reversed + end',
    'reversal.empty': 'compensated none none + end',
    'reversal.failed': 'failed_compensation none unknown',
    nothing: [...orders, 'charge.unanswered', 'deadline.passed', ...operators],
  },
  'compensating none taken': {
    'reversal.done': 'compensated none reversed + end',
    'reversal.empty': 'compensating none taken + compensate',
    'reversal.failed': 'failed_compensation none taken',
    nothing: [...orders, ...charges, 'deadline.passed', ...operators],
  },
  'compensating none declined': {
    'reversal.done': 'compensated none declined + end',
    'reversal.empty': 'compensated none declined + end',
    'reversal.failed': 'failed_compensation none declined',
    nothing: [...orders, ...charges, 'deadline.passed', ...operators],
  },
  'failed_compensation held unknown': {
    'charge.approved': 'failed_compensation held taken + succeed',
    'charge.declined': 'failed_compensation held declined + end',
    'reversal.done': 'compensated none reversed + release, end',
    'reversal.empty': 'compensated none none + release, end',
    'operator.resume': 'compensating held unknown + compensate',
    'operator.compensate': 'compensating held unknown + compensate',
    nothing: [...orders, 'charge.unanswered', 'deadline.passed', 'reversal.failed'],
  },
  'failed_compensation held taken': {
    'reversal.done': 'compensated none reversed + release, end',
    'operator.resume': 'compensating held taken + compensate',
    'operator.compensate': 'compensating held taken + compensate',
    nothing: [...orders, ...charges, 'deadline.passed', 'reversal.empty', 'reversal.failed'],
  },
  'failed_compensation held declined': {
    'reversal.done': 'compensated none declined + release, end',
    'reversal.empty': 'compensated none declined + release, end',
    'operator.resume': 'compensating held declined + compensate',
    'operator.compensate': 'compensating held declined + compensate',
    nothing: [...orders, ...charges, 'deadline.passed', 'reversal.failed'],
  },
  'failed_compensation none unknown': {
    'charge.approved': 'failed_compensation none taken + succeed',
    'charge.declined': 'failed_compensation none declined + end',
    'reversal.done': 'compensated none reversed + end',
    'reversal.empty': 'compensated none none + end',
    'operator.resume': 'compensating none unknown + compensate',
    'operator.compensate': 'compensating none unknown + compensate',
    nothing: [...orders, 'charge.unanswered', 'deadline.passed', 'reversal.failed'],
  },
  'failed_compensation none taken': {
    'reversal.done': 'compensated none reversed + end',
    'operator.resume': 'compensating none taken + compensate',
    'operator.compensate': 'compensating none taken + compensate',
    nothing: [...orders, ...charges, 'deadline.passed', 'reversal.empty', 'reversal.failed'],
  },
  'failed_compensation none declined': {
    'reversal.done': 'compensated none declined + end',
    'reversal.empty': 'compensated none declined + end',
    'operator.resume': 'compensating none declined + compensate',
    'operator.compensate': 'compensating none declined + compensate',
    nothing: [...orders, ...charges, 'deadline.passed', 'reversal.failed'],
  },
  'compensated none none': {
    'charge.approved': 'compensating none taken + compensate',
    nothing: all.filter((event) => event !== 'charge.approved'),
  },
  'compensated none reversed': { nothing: all },
  'compensated none declined': { nothing: all },
};
