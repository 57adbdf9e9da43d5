/** Filters the records that a function wants: criteria on `value`, https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html */
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import type { Knobs } from '../knobs.ts';
import { isJsonObject, parseJson } from './json.ts';
import { matchesField, type Pattern, readPattern } from './pattern.ts';
import { PatternError } from './rules.ts';

/** A record's value as a filter sees it; `other` is a tombstone, or not UTF-8. */
type Data = { kind: 'json'; value: unknown } | { kind: 'string'; value: string } | { kind: 'other'; value: undefined };

/** Without patterns every record is wanted; with several it is enough to match one. */
export function readFilters(
  texts: readonly string[],
  mismatch: Knobs['filterMismatch'],
): { accepts: (record: KafkaRecord) => boolean } | { fault: string } {
  if (texts.length === 0) return { accepts: () => true };
  const patterns: Pattern[] = [];
  for (const text of texts) {
    try {
      patterns.push(readOnValue(text));
    } catch (error) {
      if (error instanceof PatternError || error instanceof SyntaxError) return { fault: `${text}: ${error.message}` };
      throw error;
    }
  }
  const whenMismatched = mismatch === 'pass';
  return {
    accepts(record) {
      const data = dataOf(record.value);
      return patterns.some((pattern) => fits(pattern, data, whenMismatched));
    },
  };
}

function readOnValue(text: string): Pattern {
  const pattern = readPattern(parseJson(text));
  refuseOtherKeys(pattern);
  return pattern;
}

function refuseOtherKeys({ fields, choices }: Pattern): void {
  const other = fields.find(([name]) => name !== 'value');
  if (other) throw new PatternError(`Kafka mappings filter on "value" only, not on "${other[0]}"`);
  for (const pattern of choices.flat()) refuseOtherKeys(pattern);
}

/** A list of rules is for plain strings, an object of fields for JSON. */
function fits({ fields, choices }: Pattern, data: Data, whenMismatched: boolean): boolean {
  return (
    fields.every(([, wanted]) => {
      const kind = Array.isArray(wanted) ? 'string' : 'json';
      return data.kind === kind ? matchesField(wanted, data.value) : whenMismatched;
    }) && choices.every((choice) => choice.some((pattern) => fits(pattern, data, whenMismatched)))
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function dataOf(value: Uint8Array | null): Data {
  if (value === null) return { kind: 'other', value: undefined };
  let text: string;
  try {
    text = utf8.decode(value);
  } catch {
    return { kind: 'other', value: undefined };
  }
  try {
    const json = parseJson(text);
    if (isJsonObject(json) || Array.isArray(json)) return { kind: 'json', value: json };
  } catch {
    // Not JSON: a plain string.
  }
  return { kind: 'string', value: text };
}
