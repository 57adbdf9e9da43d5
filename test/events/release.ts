/** `npm run release:events`: writes down the events of this release, unless it breaks those of an earlier one. */
import { events } from '../../events/catalogue.ts';
import { readReleased, releaseFaults, withReleased, writeReleased } from './releasedEvents.ts';

const released = readReleased();
const faults = releaseFaults(released, events);
for (const fault of faults) process.stdout.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
else writeReleased(withReleased(released, events));
