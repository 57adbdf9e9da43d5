/** Every path of the inspection API. */
import type { LocalFunction } from '../functions.ts';
import { groupPositions } from './groups.ts';
import { publishRecords, showRecords } from './records.ts';
import { type InspectionRoute, limitOf, ok } from './route.ts';
import type { Sources } from './sources.ts';

export function inspectionRoutes(sources: Sources): InspectionRoute[] {
  const { broker } = sources;
  return [
    {
      method: 'GET',
      path: '/api/health',
      answer: async () => ok({ status: 'ok', topics: (await broker.topics()).length }),
    },
    ...sentRoutes(sources),
    { method: 'GET', path: '/api/topics', answer: async () => ok(await broker.topics()) },
    {
      method: 'GET',
      path: '/api/topics/{topic}/records',
      isLimited: true,
      parameters: ['partition', 'from'],
      answer: (request) => showRecords(request, broker),
    },
    { method: 'POST', path: '/api/topics/{topic}/records', answer: (request) => publishRecords(request, broker) },
    { method: 'GET', path: '/api/groups', answer: async () => ok(await groupPositions(sources)) },
    {
      method: 'GET',
      path: '/api/dead-letters',
      isLimited: true,
      answer: async (request) => ok(await sources.deadLetters(limitOf(request))),
    },
    { method: 'GET', path: '/api/functions', answer: () => ok(describeAll(sources)) },
  ];
}

/** A list that scripts ask for, though no port fills it yet. */
const notSentYet: Sources['sent'] = { webhooks: async () => [] };

function sentRoutes({ sent }: Sources): InspectionRoute[] {
  return Object.entries({ ...sent, ...notSentYet }).map(([name, list]) => ({
    method: 'GET',
    path: `/api/${name}`,
    isLimited: true,
    answer: async (request) => ok(await list(limitOf(request))),
  }));
}

function describeAll({ functions, broken }: Sources) {
  const names = new Set(functions.map(({ config }) => config.name));
  const unread = [...broken.keys()].filter((name) => !names.has(name));
  const others = unread.map((name) => ({ name, kind: null, topics: [], routes: [], broken: broken.get(name) }));
  return [...functions.map((fn) => describe(fn, broken)), ...others];
}

/** `broken` says why its code can't be loaded: then its mappings and schedule are paused. */
function describe({ config }: LocalFunction, broken: Sources['broken']) {
  const { name, kind } = config;
  const topics = kind === 'consumer' ? config.topics.map((topic) => topic.name) : [];
  const routes = kind === 'http' ? config.routes.map(({ method, path }) => `${method} ${path}`) : [];
  const why = broken.get(name);
  return { name, kind, topics, routes, ...(why !== undefined && { broken: why }) };
}
