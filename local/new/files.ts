/** The files of a new thing: templates in test/templates, which are code that compiles, with their names and paths. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { constantOf, type Kind } from './names.ts';

export interface NewFile {
  /** From the project's root. */
  path: string;
  text: string;
}

/** An event that a consumer is made for, and where its definition is. */
export interface ReadEvent {
  type: string;
  constant: string;
  /** From the project's root: `events/user.ts`. */
  file: string;
}

export interface Wanted {
  kind: Kind;
  name: string;
  event: ReadEvent;
}

/** The event of the templates. */
export const templateEvent: ReadEvent = { type: 'user.registered', constant: 'userRegistered', file: 'events/user.ts' };

const root = join(import.meta.dirname, '../..');
const templates = 'test/templates';
const folderOfKind = {
  consumer: 'consumers',
  delivery: 'consumers',
  collector: 'consumers',
  job: 'jobs',
  http: 'http',
};

export function filesOf(wanted: Wanted): NewFile[] {
  const { kind } = wanted;
  return readdirSync(join(root, templates, kind)).map((file) => {
    const path = placeOf(file, wanted);
    const text = readFileSync(join(root, templates, kind, file), 'utf8');
    return { path, text: file.endsWith('.ts') ? named(moved(text, path, wanted), wanted) : named(text, wanted) };
  });
}

/** Where the file of a template goes. */
function placeOf(file: string, { kind, name }: Wanted): string {
  if (kind === 'event') {
    const constant = constantOf(name);
    if (file.endsWith('.json')) return `events/samples/${name}.json`;
    if (file === 'expected.ts') return `test/events/expected/${constant}.ts`;
    return file === 'test.ts' ? `test/events/${constant}.test.ts` : `events/${constant}.ts`;
  }
  if (file === 'test.ts') return `test/functions/${name}.test.ts`;
  return `functions/${folderOfKind[kind]}/${name}/${file.replace('templateName', name)}`;
}

/** Its imports are rewritten for that place: they lead to files of the project, or to others of the template. */
function moved(text: string, path: string, wanted: Wanted): string {
  const from = dirname(path);
  return text.replaceAll(/ from '(\.[^']+)'/g, (_, target: string) => {
    const isBeside = target.startsWith('./');
    const place = isBeside ? placeOf(target.slice(2), wanted) : posix.join(templates, wanted.kind, target);
    const relative = posix.relative(from, place);
    return ` from '${relative.startsWith('.') ? relative : `./${relative}`}'`;
  });
}

function named(text: string, { name, event }: Wanted): string {
  return text
    .replaceAll(templateEvent.file.replace('events/', '/events/'), event.file.replace('events/', '/events/'))
    .replaceAll(templateEvent.constant, event.constant)
    .replaceAll(templateEvent.type, event.type)
    .replaceAll('templateNamed', constantOf(name))
    .replaceAll('template.named', name)
    .replaceAll('templateName', name);
}
