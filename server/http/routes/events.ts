/**
 * `/events`: one event in, events out.
 *
 * @source EPCIS 2.0 REST binding, /events
 */
import { parseParameters } from '../../query/parse-parameters.ts';
import { HubProblem } from '../../runtime/problem.ts';
import { type Answer, type Call, jsonAnswer, jsonTypes } from '../call.ts';
import {
  answerQuery,
  type EventAnswerDeps,
  epcFormatOf,
  eventAnswer,
  eventTypes,
  eventVersions,
  formFor,
} from '../event-answer.ts';
import { pagingParameters, readPaging, refuseOthers } from '../paging.ts';
import { bodyVersions, eventHeaders } from '../parameters.ts';
import { type PostEventDeps, postEvent } from '../post-event.ts';
import { openParameterNames, queryParameters } from '../query-parameters.ts';
import type { Parameter, Route } from '../route.ts';
import { ref } from '../schemas.ts';

export type EventDeps = PostEventDeps & EventAnswerDeps;

const explainParameter: Parameter = {
  name: 'explain',
  in: 'query',
  description: '1, for admins: instead of the events, how a page of them is found: road, examined, returned (JSON)',
  schema: { const: '1' },
};

export const eventRoutes = (deps: EventDeps): readonly Route[] => [
  {
    path: '/events',
    family: 'default',
    operations: {
      GET: {
        id: 'queryEvents',
        summary: `Events that match a SimpleEventQuery. Besides the parameters listed: ${openParameterNames.join(', ')}.`,
        access: ['query'],
        versions: eventVersions,
        parameters: [...queryParameters, explainParameter, ...pagingParameters(deps.pageLimit), ...eventHeaders],
        answers: [{ status: 200, description: 'One page of events', body: { types: eventTypes, schema: ref('EventList') } }],
        problems: ['query-parameter', 'query-too-large', 'query-too-complex', 'page-token-invalid'],
        handle: (call) => queryEvents(deps, call),
      },
      POST: {
        id: 'captureEvent',
        summary: 'Takes one event and answers when it is stored.',
        access: ['capture'],
        parameters: bodyVersions,
        takes: { types: jsonTypes, schema: ref('Event'), description: 'One event, no document' },
        answers: [
          { status: 201, description: 'Stored. Location leads to it.', body: { types: jsonTypes, schema: ref('Event') } },
          { status: 202, description: 'Accepted durably, but not stored within a minute. Location leads to its capture job.' },
        ],
        problems: ['document-invalid', 'document-too-large', 'media-type-unsupported', 'event-exists'],
        handle: (call) => postEvent(deps, call, epcFormatOf[call.gs1.epcFormat]),
      },
    },
  },
  {
    path: '/events/{eventID}',
    family: 'default',
    variables: { eventID: 'A URI, percent-encoded' },
    operations: {
      GET: {
        id: 'getEvent',
        summary: 'Every event of this eventID: the event, and the error declarations about it.',
        access: ['query'],
        versions: eventVersions,
        parameters: eventHeaders,
        answers: [{ status: 200, description: 'The events', body: { types: eventTypes, schema: ref('EventList') } }],
        problems: ['event-unknown', 'query-parameter'],
        handle: (call) => eventsByID(deps, call),
      },
    },
  },
];

async function queryEvents(deps: EventDeps, call: Call): Promise<Answer> {
  const { isAsked, rest } = takeExplain(call);
  const paging = readPaging(rest, deps.pageLimit);
  const query = parseParameters(paging.others, call.gs1.namespaces);
  if (isAsked) return jsonAnswer(call, await deps.search.explain(call.principal, { query, perPage: paging.perPage }));
  const form = formFor(call);
  const { count: _, ...answer } = await answerQuery(deps, call, { query, paging, form });
  return answer;
}

/** `explain=1`, for admins: it tells about the store, and its times about what others have in it. */
function takeExplain({ principal, parameters }: Call): { readonly isAsked: boolean; readonly rest: Call['parameters'] } {
  const given = parameters.filter(([name]) => name === 'explain');
  if (given.length === 0) return { isAsked: false, rest: parameters };
  if (!principal.roles.includes('admin')) {
    throw new HubProblem('forbidden', 'How an answer is found is told to admins only.', { name: 'explain', allowed: ['admin'] });
  }
  if (given.length > 1 || given[0]?.[1] !== '1') {
    throw new HubProblem('query-parameter', 'explain is 1, and given once.', { name: 'explain', allowed: ['1'] });
  }
  return { isAsked: true, rest: parameters.filter(([name]) => name !== 'explain') };
}

async function eventsByID(deps: EventDeps, call: Call): Promise<Answer> {
  const form = formFor(call);
  refuseOthers({ perPage: 0, others: call.parameters });
  return eventAnswer(deps, call, form, await deps.search.byID(call.principal, call.variables['eventID'] ?? ''));
}
