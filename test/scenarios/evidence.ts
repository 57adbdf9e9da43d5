/** Everything that a stack wrote down, as text to be searched: state, log, objects. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** `place` is where it stands: `store.db users`. */
export interface Written {
  place: string;
  text: string;
}

/** Every row of every table, and every object. Bytes are read as text, so that nothing hides in a BLOB. */
export function writtenIn(state: string): Written[] {
  const databases = readdirSync(state).filter((file) => file.endsWith('.db'));
  return [...databases.flatMap((file) => rowsIn(state, file)), ...objectsIn(join(state, 'objects'))];
}

function rowsIn(state: string, file: string): Written[] {
  const db = new DatabaseSync(join(state, file), { readOnly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.flatMap(({ name }) => {
      const rows = db.prepare(`SELECT * FROM "${String(name)}"`).all();
      return rows.map((row) => ({ place: `${file} ${name}`, text: opened(Object.values(row).map(textOf).join('\n')) }));
    });
  } finally {
    db.close();
  }
}

function objectsIn(folder: string): Written[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => {
    const file = join(parentPath, name);
    return { place: `object ${file}`, text: opened(readFileSync(file, 'utf8')) };
  });
}

/** With what stands in it as base64, as records do in rows and letters. */
function opened(text: string): string {
  const encoded = [...text.matchAll(/"([A-Za-z0-9+/]{8,}={0,2})"/g)].map(([, base64 = '']) => base64);
  return [text, ...encoded.map((base64) => Buffer.from(base64, 'base64').toString('utf8'))].join('\n');
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}
