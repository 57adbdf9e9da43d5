/** `npm run events -- batch SAMPLE…`: a Lambda batch from any samples. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { batchOf } from '../new/batch.ts';
import { asUsageError, runProgram } from '../program.ts';
import { UsageError } from '../usageError.ts';

const help = `npm run events -- batch SAMPLE… [--out FILE]

Writes a Lambda batch, as a mapping would invoke a function with it, from records of one topic: samples of
events/samples, or any files with a record or an array of records. Records without a place get the partition that Kafka
would give them, and follow each other.

  --out FILE    writes the batch there; else it is printed (npm run -s)
  --help        this text

For example: npm run events -- batch events/samples/user.registered.json events/samples/user.updated.json --out batch.json
`;

const usage = 'Expected npm run events -- batch SAMPLE…; see --help.';

await runProgram(async () => {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [command, ...samples] = positionals;
  if (command !== 'batch') throw new UsageError(`There is no command ${command ?? ''}. ${usage}`.replace(' .', '.'));
  if (samples.length === 0) throw new UsageError(`No sample is named. ${usage}`);
  const text = `${JSON.stringify(batchOf(samples), null, 2)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else writeFileSync(values.out, text);
  return 0;
});

function parse(args: readonly string[]) {
  const options = { out: { type: 'string' }, help: { type: 'boolean', default: false } } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw asUsageError(error, usage);
  }
}
