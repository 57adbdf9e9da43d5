/** Certificates of a test's own: an authority, a broker on 127.0.0.1, and a client. Made by openssl, which every CI has. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../local/cache.ts';

/** PEM each. */
export interface Certified {
  certificate: string;
  privateKey: string;
}

export interface Certificates {
  authority: string;
  broker: Certified;
  client: Certified;
}

export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const file = (name: string) => join(folder, name);
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    const ca = ['-keyout', file('ca.key'), '-out', file('ca.pem'), '-days', '2', '-subj', '/CN=tests'];
    await run('openssl', ['req', '-x509', ...ec, ...ca]);
    await writeFile(file('broker.ext'), 'subjectAltName=IP:127.0.0.1\n');
    await writeFile(file('client.ext'), 'extendedKeyUsage=clientAuth\n');
    const certified = async (name: string): Promise<Certified> => {
      const request = ['-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), '-subj', `/CN=${name}`];
      await run('openssl', ['req', ...ec, ...request]);
      const by = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
      const signed = ['-in', file(`${name}.csr`), '-out', file(`${name}.pem`), '-extfile', file(`${name}.ext`)];
      await run('openssl', ['x509', '-req', ...by, ...signed]);
      const text = async (kind: string) => await readFile(file(`${name}.${kind}`), 'utf8');
      return { certificate: await text('pem'), privateKey: await text('key') };
    };
    const [broker, client] = [await certified('broker'), await certified('client')];
    return { authority: await readFile(file('ca.pem'), 'utf8'), broker, client };
  } finally {
    await rm(folder, { recursive: true });
  }
}
