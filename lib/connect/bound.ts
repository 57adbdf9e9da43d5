/** Connections for one invocation: calls of theirs do not outlast it, so that none goes on in the next one. */
import type { Connections } from './connect.ts';

/** Calls that have a limit of their own keep it. Mail always has one; the store's calls are short, and can be repeated. */
export function boundTo(ending: AbortSignal, connections: Connections): Connections {
  const { objects, producer } = connections;
  const within = (own: AbortSignal | undefined) => (own ? AbortSignal.any([own, ending]) : ending);
  return {
    ...connections,
    objects: {
      put: (name, bytes, signal) => objects.put(name, bytes, within(signal)),
      get: (name, signal) => objects.get(name, within(signal)),
      remove: (name, signal) => objects.remove(name, within(signal)),
    },
    producer: { ...producer, publish: (records, signal) => producer.publish(records, within(signal)) },
  };
}
