import { isBuiltin } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredFunctions, type FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { portsOf } from '../../lib/connect/ports.ts';
import type { HttpConfig } from '../../lib/http/config.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { source } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';
import { type Bundled, bundleElsewhere } from './bundled.ts';

const functions = await declaredFunctions('.');

/** A request with half a body where the function takes one; a record that is not JSON; nothing for a job. */
function sampleFor(config: FunctionConfig): unknown {
  switch (config.kind) {
    case 'http':
      return requestTo(config);
    case 'consumer':
      return toMskEvent([recordOf({ topic: config.topics[0]?.name ?? '', value: 'not JSON' })], source);
    case 'job':
      return {};
    default:
      return config satisfies never;
  }
}

/** An API Gateway event (payload 2.0), as much of it as a handler looks at. */
function requestTo(config: HttpConfig) {
  const { method, path } = postOf(config) ?? config.routes[0] ?? { method: 'GET', path: '/' };
  const headers = { 'content-type': 'application/json' };
  return { version: '2.0', rawPath: path, headers, body: '{"half":', requestContext: { http: { method, path } } };
}

function postOf({ routes }: HttpConfig) {
  return routes.find(({ method, access }) => method === 'POST' && access !== 'signed');
}

/** A broken body where anyone may send one, no token where one is asked for, and else a store that can't be reached. */
function statusOf(config: HttpConfig): number {
  const route = postOf(config) ?? config.routes[0];
  if (route?.access !== 'open') return 401;
  return route.method === 'POST' ? 400 : 503;
}

/** A job over the topics touches no table. */
function asksKafkaFirst({ uses }: FunctionConfig): boolean {
  return uses.some(({ kind }) => kind === 'administers');
}

/** A job that tells what is missing, whatever it is, has an answer. */
function looksAround({ uses }: FunctionConfig): boolean {
  return uses.some(({ kind }) => kind === 'diagnoses');
}

const networkIsMissing = { check: 'network dynamodb', isRight: false, says: expect.any(String) };

function expectedOf(config: FunctionConfig) {
  switch (config.kind) {
    case 'http':
      return { answer: expect.objectContaining({ statusCode: statusOf(config) }) };
    case 'consumer':
      return { thrown: expect.stringContaining(`go back to Lambda and come again: ${config.name}`) };
    case 'job':
      if (looksAround(config)) return { answer: { findings: expect.arrayContaining([networkIsMissing]) } };
      return {
        thrown: expect.stringMatching(
          asksKafkaFirst(config) ? /^the broker does not answer/ : /^our own store does not/,
        ),
      };
    default:
      return config satisfies never;
  }
}

describe.each(functions)('the bundle of $config.name', (declared) => {
  const { config } = declared;
  let bundled: Bundled;
  beforeAll(async () => {
    bundled = await bundleElsewhere(declared);
  });
  afterAll(() => bundled.remove());

  it('holds nothing that only developers need', () => {
    const inputs = Object.keys(bundled.metafile.inputs);
    const local =
      /^(local|test|bench|deploy)\/|sqlite|producer\/embedded|\/(localAdapter|localInbox|emulatedAdapter)|port\/inbox|objects\/files|localConnections/;
    expect(inputs.filter((path) => local.test(path))).toEqual([]);
    const imports = Object.values(bundled.metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
    expect(imports).not.toContain('node:sqlite');
  });

  it('holds the adapters of its own ports, and of no other', () => {
    const late = Object.values(bundled.metafile.outputs).flatMap(({ entryPoint = '' }) => entryPoint);
    const adapters = { mail: 'lib/mail/ses.ts', sms: 'lib/sms/endUserMessaging.ts', channel: 'lib/channel/http.ts' };
    const opened = late.filter((path) => Object.values(adapters).includes(path));
    expect(opened).toEqual(portsOf(config).map(({ name }) => adapters[name as keyof typeof adapters]));
  });

  it('requires Node’s own modules: imported, node:http alone would load undici', () => {
    const imports = Object.values(bundled.metafile.outputs).flatMap((output) => output.imports);
    const ofNode = imports.filter(({ path }) => isBuiltin(path));
    expect(ofNode.map(({ path }) => path)).toContain('node:http');
    expect(ofNode.filter(({ kind }) => kind !== 'require-call')).toEqual([]);
  });

  it('answers by itself, as far as that goes while AWS and Kafka do not', async () => {
    expect(await bundled.invoke(sampleFor(config))).toEqual(expectedOf(config));
  });
});
