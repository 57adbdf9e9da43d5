/** `npm run events -- batch SAMPLE…`: a Lambda batch from any samples. */
import { writeFileSync } from 'node:fs';
import { didYouMean } from '../../lib/text/closest.ts';
import { readArguments } from '../../lib/text/commandLine.ts';
import { batchOf } from '../new/batch.ts';
import { runProgram } from '../program.ts';
import { UsageError } from '../usageError.ts';
import { userFile, userPath } from '../userPath.ts';

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
  if (command !== 'batch')
    throw new UsageError(
      command === undefined
        ? `No command is named. ${usage}`
        : `There is no command ${command}.${didYouMean(command, ['batch'])} ${usage}`,
    );
  if (samples.length === 0) throw new UsageError(`No sample is named. ${usage}`);
  const text = `${JSON.stringify(batchOf(samples.map(userFile)), null, 2)}\n`;
  if (values.out === undefined) process.stdout.write(text);
  else writeFileSync(userPath(values.out), text);
  return 0;
});

function parse(args: readonly string[]) {
  const options = { out: { type: 'string' }, help: { type: 'boolean', default: false } } as const;
  const config = { args: [...args], options, allowPositionals: true };
  return readArguments(config, (sentence) => new UsageError(`${sentence} ${usage}`));
}
