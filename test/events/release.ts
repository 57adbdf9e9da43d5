/** `npm run release:events`: writes down the events of this release, unless it breaks those of an earlier one. */
import { events } from '../../events/catalogue.ts';
import { readReleased, releaseFaults, withReleased, writeReleased } from './releasedEvents.ts';

const help = `npm run release:events: writes the events of this release into test/events/released.json; exit status 1 where one breaks
what an earlier release promised.
`;

function release(): void {
  const released = readReleased();
  const faults = releaseFaults(released, events);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
  else writeReleased(withReleased(released, events));
}

if (process.argv.includes('--help')) process.stdout.write(help);
else release();
