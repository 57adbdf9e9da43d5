/** Refuses cron expressions that EventBridge would refuse at the deployment, or that name a day that no month has. */

interface Field {
  name: string;
  min: number;
  max: number;
  /** Words that stand for numbers, from `min` on. */
  words?: readonly string[];
  /** Takes `/`. */
  steps: boolean;
  /** Forms beside numbers, lists, ranges and steps; each stands alone in its field. Its group is a number of the field. */
  special?: RegExp;
  example: string;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const minuteField: Field = { name: 'minutes', min: 0, max: 59, steps: true, example: '0, 0/15, 5,35' };
const hourField: Field = { name: 'hours', min: 0, max: 23, steps: true, example: '2, 8-17, *' };
const dayField: Field = {
  name: 'day of month',
  min: 1,
  max: 31,
  steps: true,
  special: /^(?:\?|L|(\d+)W)$/,
  example: '1, 1,15, *, ?, L, 15W',
};
const monthField: Field = { name: 'month', min: 1, max: 12, words: months, steps: true, example: '*, 1, JAN-MAR' };
const weekdayField: Field = {
  name: 'day of week',
  min: 1,
  max: 7,
  words: days,
  steps: false,
  special: /^(?:\?|L|([A-Z]+|\d+)(?:L|#[1-5]))$/,
  example: '?, MON-FRI, 2 (Monday), 6L, 2#1',
};
const yearField: Field = { name: 'year', min: 1970, max: 2199, steps: true, example: '*, 2027' };
const fields = [minuteField, hourField, dayField, monthField, weekdayField, yearField] as const;

/** Throws a RangeError. */
export function checkCron(expression: string): void {
  const refuse = (why: string): never => {
    throw new RangeError(`cron(${JSON.stringify(expression)}): ${why}`);
  };
  const texts = expression.split(' ');
  if (texts.length !== fields.length || texts.includes('') || expression.startsWith('cron('))
    refuse(`expected six fields, one space between them: ${fields.map(({ name }) => name).join(', ')}`);
  const values = fields.map((field, at) => valuesOf(texts[at] ?? '', field, refuse));
  const [, , day, , weekday] = texts;
  if ((day === '?') === (weekday === '?'))
    refuse(`day of month is ${day} and day of week is ${weekday}: exactly one of the two must be ?`);
  const [, , dates = [], chosen = []] = values;
  const last = Math.max(...chosen.map((month) => longest[month - 1] ?? 0));
  if (dates.length > 0 && Math.min(...dates) > last) refuse(`no month of ${texts[3]} has a day ${texts[2]}`);
}

/** The numbers that the field names; none for a special form without a number. */
function valuesOf(text: string, field: Field, refuse: (why: string) => never): number[] {
  const wrong = () => refuse(`${field.name} is ${text}, expected such as ${field.example}`);
  const special = field.special?.exec(text);
  if (special) return special[1] === undefined ? [] : [numberOf(special[1], field) ?? wrong()];
  return text.split(',').flatMap((part) => {
    const [range = '', step, ...rest] = part.split('/');
    const by = step === undefined ? 1 : digits(step);
    if (rest.length > 0 || !by || (step !== undefined && !field.steps)) return wrong();
    const [first, last, ...more] = range === '*' ? [field.min, field.max] : range.split('-').map(numberIn(field));
    const to = last === undefined && range.split('-').length === 1 ? openEnd(first, step, field) : last;
    if (more.length > 0 || first === undefined || to === undefined || first > to) return wrong();
    return Array.from({ length: Math.floor((to - first) / by) + 1 }, (_, n) => first + n * by);
  });
}

/** `5` is 5 alone, `5/20` goes on to the end. */
function openEnd(first: number | undefined, step: string | undefined, field: Field): number | undefined {
  return step === undefined ? first : field.max;
}

function numberIn(field: Field): (text: string) => number | undefined {
  return (text) => numberOf(text, field);
}

function numberOf(text: string, { min, max, words = [] }: Field): number | undefined {
  const at = words.indexOf(text);
  const value = at < 0 ? digits(text) : at + min;
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

function digits(text: string): number | undefined {
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
