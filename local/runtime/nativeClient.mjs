// Answers for rapid-client.node, the compiled half of AWS's runtime client, which each machine would have to build.
// Loaded before the client; plain JavaScript, so that a cold start pays for no stripping of types.
import { Agent, request } from 'node:http';
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === './rapid-client.node'
      ? { url: import.meta.url, format: 'module', shortCircuit: true }
      : nextResolve(specifier, context),
});

// AWS's client itself takes no arguments.
const [, , runtimeApi] = process.argv;
const api = `http://${runtimeApi}/2018-06-01/runtime/invocation`;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let posted = Promise.resolve();

export async function next() {
  // The compiled one waits for the answer to its post, so the next invocation is asked for after it.
  await posted;
  return await ask('GET', 'next');
}

export function done(id, json) {
  posted = ask('POST', `${id}/response`, json);
}

export function error(id, json, cause) {
  posted = ask('POST', `${id}/error`, json, { 'lambda-runtime-function-xray-error-cause': cause });
}

function ask(method, path, body, headers = {}) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const asked = request(`${api}/${path}`, { method, agent, headers }, async (response) => {
    try {
      const chunks = await response.toArray();
      resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers });
    } catch (failure) {
      reject(failure);
    }
  });
  asked.on('error', reject).end(body);
  return promise;
}
