/**
 * `/queries`: queries by name.
 *
 * @source EPCIS 2.0 REST binding, /queries
 */
import type { NamedQuery } from '../../ports/query-store.ts';
import type { NamedQueries } from '../../search/named-queries.ts';
import { type Answer, type Call, jsonAnswer, jsonTypes } from '../call.ts';
import { answerQuery, type EventAnswerDeps, eventTypes, eventVersions, formFor } from '../event-answer.ts';
import { readJsonBody } from '../json-body.ts';
import { segment } from '../links.ts';
import { pagingHeaders, pagingParameters, readPaging, refuseOthers } from '../paging.ts';
import { bodyVersions, eventHeaders, versionBounds } from '../parameters.ts';
import type { Route } from '../route.ts';
import { ref } from '../schemas.ts';

export type QueryDeps = EventAnswerDeps & { readonly queries: NamedQueries };

/** Bytes: enough for some ten thousand EPCs. */
const LONGEST_QUERY = 1024 * 1024;

const variables = { queryName: 'The name, percent-encoded' };

export const queryRoutes = (deps: QueryDeps): readonly Route[] => [
  {
    path: '/queries',
    family: 'default',
    operations: {
      GET: {
        id: 'listQueries',
        summary: 'Named queries, by name.',
        access: ['query'],
        parameters: [...pagingParameters(deps.pageLimit), ...versionBounds],
        answers: [
          {
            status: 200,
            description: 'One page of queries',
            body: { types: jsonTypes, schema: { type: 'array', items: ref('NamedQuery') } },
          },
        ],
        problems: ['query-parameter', 'page-token-invalid'],
        handle: (call) => list(deps, call),
      },
      POST: {
        id: 'createQuery',
        summary: 'Keeps a query under a name, for ever or until it is deleted.',
        access: ['query'],
        parameters: bodyVersions,
        takes: { types: jsonTypes, schema: ref('NamedQuery'), description: 'Name and query; prefixes in its @context' },
        answers: [{ status: 201, description: 'Kept. Location leads to it.' }],
        problems: [
          'query-invalid',
          'query-parameter',
          'query-exists',
          'document-invalid',
          'document-too-large',
          'media-type-unsupported',
        ],
        handle: (call) => create(deps, call),
      },
    },
  },
  {
    path: '/queries/{queryName}',
    family: 'default',
    variables,
    checkExists: async (call) => void (await deps.queries.get(nameIn(call))),
    operations: {
      GET: {
        id: 'getQuery',
        summary: 'One named query.',
        access: ['query'],
        parameters: versionBounds,
        answers: [{ status: 200, description: 'The query', body: { types: jsonTypes, schema: ref('NamedQuery') } }],
        problems: ['query-unknown', 'query-parameter'],
        handle: async (call) => {
          refuseOthers({ perPage: 0, others: call.parameters });
          return jsonAnswer(call, shown(await deps.queries.get(nameIn(call))));
        },
      },
      DELETE: {
        id: 'deleteQuery',
        summary: 'Forgets a named query. Only who made it, or an admin, may do so.',
        access: ['query'],
        answers: [{ status: 204, description: 'Gone' }],
        problems: ['query-unknown'],
        handle: async (call) => {
          await deps.queries.remove(call.principal, nameIn(call));
          return { status: 204 };
        },
      },
    },
  },
  {
    path: '/queries/{queryName}/events',
    family: 'default',
    variables,
    checkExists: async (call) => void (await deps.queries.get(nameIn(call))),
    operations: {
      GET: {
        id: 'runQuery',
        summary: 'Events that match a named query.',
        access: ['query'],
        versions: eventVersions,
        parameters: [...pagingParameters(deps.pageLimit), ...eventHeaders],
        answers: [{ status: 200, description: 'One page of events', body: { types: eventTypes, schema: ref('EventList') } }],
        problems: ['query-unknown', 'query-parameter', 'query-too-large', 'query-too-complex', 'page-token-invalid'],
        handle: (call) => run(deps, call),
      },
    },
  },
];

const nameIn = (call: Call): string => call.variables['queryName'] ?? '';

const shown = ({ name, query }: NamedQuery): object => ({ name, query });

async function list(deps: QueryDeps, call: Call): Promise<Answer> {
  call.prefers(jsonTypes);
  const paging = readPaging(call.parameters, deps.pageLimit);
  refuseOthers(paging);
  const { queries, next } = await deps.queries.list(call.principal, {
    perPage: paging.perPage,
    ...(paging.token !== undefined && { pageToken: paging.token }),
  });
  return jsonAnswer(call, queries.map(shown), pagingHeaders(call, deps.link, paging, next));
}

async function create(deps: QueryDeps, call: Call): Promise<Answer> {
  const body = await readJsonBody(call, LONGEST_QUERY);
  const { name } = await deps.queries.create(call.principal, body, call.gs1.namespaces);
  return { status: 201, headers: { Location: deps.link(`/queries/${segment(name)}`) } };
}

async function run(deps: QueryDeps, call: Call): Promise<Answer> {
  const form = formFor(call);
  const paging = readPaging(call.parameters, deps.pageLimit);
  refuseOthers(paging);
  const queryName = nameIn(call);
  const query = await deps.queries.read(queryName);
  const { count: _, ...answer } = await answerQuery(deps, call, { query, paging, form, queryName });
  return answer;
}
