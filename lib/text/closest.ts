/** Finds the name that somebody most likely meant. */

/** A name that differs in a third of its letters is another name. */
const MOST_DIFFERING = 3;
const LONGEST_NAME = 60;

/** ` Did you mean sendWelcomeEmail?`; empty where no name is near. */
export function didYouMean(came: string, names: Iterable<string>): string {
  const near = [...names]
    .map((name) => ({ name, distance: distanceOf(came, name) }))
    .filter(({ distance }) => distance <= Math.max(1, came.length / MOST_DIFFERING))
    .sort((one, other) => one.distance - other.distance);
  return near[0] ? ` Did you mean ${near[0].name}?` : '';
}

/** Letters to insert, remove or change (Levenshtein); the beginning of a name is near to it, and so are its letters mixed up. */
function distanceOf(came: string, name: string): number {
  const [one, other] = [came.slice(0, LONGEST_NAME).toLowerCase(), name.slice(0, LONGEST_NAME).toLowerCase()];
  if (one.length >= MOST_DIFFERING && (other.startsWith(one) || lettersOf(one) === lettersOf(other))) return 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (const [there, expected] of [...other].entries()) {
      const changed = (row[there] ?? 0) + (letter === expected ? 0 : 1);
      next.push(Math.min(changed, (row[there + 1] ?? 0) + 1, (next[there] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function lettersOf(text: string): string {
  return [...text].sort().join('');
}
