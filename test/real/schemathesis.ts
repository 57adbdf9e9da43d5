/** Schemathesis: asks an API all that its OpenAPI document allows, and much that it does not; a Python program. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, run } from '../../local/cache.ts';
import { isCi } from '../environment.ts';

const version = '4.32.5';

/** Every answer is one that the document has, with the headers and the body it says, and no route lets in who it should not. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'ignored_auth',
];

export interface Asking {
  /** Address of the API, whose document is at /openapi.json. */
  url: string;
  authorization: string;
  /** Cases an operation and phase, at most. */
  examples: number;
}

/** The findings as text; '' for none. undefined, with words, where it can't be had; in CI that is a failure. */
export async function schemathesis({ url, authorization, examples }: Asking): Promise<string | undefined> {
  const python = await install().catch((error: unknown) => {
    if (isCi) throw error;
    console.warn(`skipped, because there is no Schemathesis: ${String(error)}`);
    return undefined;
  });
  if (python === undefined) return undefined;
  const cwd = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const header = `Authorization: ${authorization}`;
  const bounds = [
    `--max-examples=${examples}`,
    '--seed=1',
    '--phases=coverage,fuzzing',
    '--warnings=off',
    '--no-color',
  ];
  const args = [
    '-m',
    'schemathesis.cli',
    'run',
    `${url}/openapi.json`,
    '-H',
    header,
    '-c',
    checks.join(','),
    ...bounds,
  ];
  try {
    await run(python, args, { cwd, maxBuffer: 64_000_000 });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  } finally {
    await rm(cwd, { recursive: true });
  }
}

async function install(): Promise<string> {
  const folder = await cached(`schemathesis-${version}`, async (draft) => {
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${version}`]);
  });
  return join(folder, 'bin', 'python3');
}
