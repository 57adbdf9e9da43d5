/** Paths and their templates, as API Gateway writes them: `/v1/things/{id}`. */

/** The parts in braces, each decoded once, after the path was split; undefined where the path is another. Throws a URIError. */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const [wanted, parts] = [template.split('/'), path.split('/')];
  if (wanted.length !== parts.length || !wanted.every((segment, at) => fits(segment, parts[at] ?? '')))
    return undefined;
  const found = wanted.flatMap((segment, at) => {
    const name = nameIn(segment);
    return name === undefined ? [] : [[name, decodeURIComponent(parts[at] ?? '')] as const];
  });
  return Object.fromEntries(found);
}

/** `id`, `year` of `/things/{id}/of/{year}`. */
export function namesIn(template: string): string[] {
  return template.split('/').flatMap((segment) => nameIn(segment) ?? []);
}

/** Exact words before parameters, as API Gateway chooses. */
export function bySpecificity(a: { path: string }, b: { path: string }): number {
  return namesIn(a.path).length - namesIn(b.path).length;
}

function fits(segment: string, part: string): boolean {
  return nameIn(segment) === undefined ? segment === part : part !== '';
}

function nameIn(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}
