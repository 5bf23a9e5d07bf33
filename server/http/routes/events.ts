/**
 * `/events`: one event in, events out.
 *
 * @source EPCIS 2.0 REST binding, /events
 */
import { type EpcFormat, encodeEventList } from '../../codec/json/encode.ts';
import { parseParameters } from '../../query/parse-parameters.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Search } from '../../search/search.ts';
import { type Answer, type Call, jsonTypes } from '../call.ts';
import type { EpcFormat as AskedFormat } from '../headers.ts';
import type { Link } from '../links.ts';
import { pagingHeaders, pagingParameters, readPaging, refuseOthers } from '../paging.ts';
import { bodyVersions, eventHeaders } from '../parameters.ts';
import { type PostEventDeps, postEvent } from '../post-event.ts';
import { openParameterNames, queryParameters } from '../query-parameters.ts';
import type { Route } from '../route.ts';
import { ref } from '../schemas.ts';

export type EventDeps = PostEventDeps & {
  readonly search: Search;
  readonly clock: Clock;
  readonly link: Link;
  readonly pageLimit: number;
};

const epcFormatOf: Readonly<Record<AskedFormat, EpcFormat>> = {
  // The choice is ours: what the partner wrote is what nobody can object to.
  No_Preference: 'as-written',
  Always_GS1_Digital_Link: 'digital-link',
  Always_EPC_URN: 'urn',
  Never_Translates: 'as-written',
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
        parameters: [...queryParameters, ...pagingParameters(deps.pageLimit), ...eventHeaders],
        answers: [{ status: 200, description: 'One page of events', body: { types: jsonTypes, schema: ref('EventList') } }],
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
        parameters: eventHeaders,
        answers: [{ status: 200, description: 'The events', body: { types: jsonTypes, schema: ref('EventList') } }],
        problems: ['event-unknown', 'query-parameter'],
        handle: (call) => eventsByID(deps, call),
      },
    },
  },
];

async function queryEvents(deps: EventDeps, call: Call): Promise<Answer> {
  const type = call.prefers(jsonTypes);
  const paging = readPaging(call.parameters, deps.pageLimit);
  const query = parseParameters(paging.others, call.gs1.namespaces);
  const { perPage, token } = paging;
  const { events, next } = await deps.search.events(call.principal, {
    query,
    perPage,
    ...(token !== undefined && { pageToken: token }),
  });
  return { status: 200, type, headers: pagingHeaders(call, deps.link, paging, next), body: eventList(deps, call, events) };
}

async function eventsByID(deps: EventDeps, call: Call): Promise<Answer> {
  const type = call.prefers(jsonTypes);
  refuseOthers({ perPage: 0, others: call.parameters });
  const events = await deps.search.byID(call.principal, call.variables['eventID'] ?? '');
  return { status: 200, type, body: eventList(deps, call, events) };
}

const eventList = (deps: EventDeps, { gs1 }: Call, events: Parameters<typeof encodeEventList>[0]): string =>
  encodeEventList(events, {
    epcFormat: epcFormatOf[gs1.epcFormat],
    queryName: 'SimpleEventQuery',
    createdAt: deps.clock(),
    prefixes: gs1.namespaces,
  });
