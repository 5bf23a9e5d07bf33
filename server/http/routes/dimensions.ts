/**
 * The values that events have, each a resource with its events.
 *
 * @source EPCIS 2.0 REST binding: /eventTypes, /epcs, /bizSteps, /bizLocations, /readPoints, /dispositions
 */
import { EPCIS_CONTEXT } from '../../codec/json/known-contexts.ts';
import { toDigitalLink, toEpcUrn } from '../../epcis/identifier/translate.ts';
import type { EventQuery } from '../../query/ast.ts';
import { type Dimension, standardValues } from '../../query/dimensions.ts';
import { buildQuery, parseParameters } from '../../query/parse-parameters.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Lists } from '../../search/lists.ts';
import { type Answer, type Call, jsonAnswer, jsonTypes } from '../call.ts';
import { answerQuery, type EventAnswerDeps, epcFormatOf, eventTypes, eventVersions, formFor } from '../event-answer.ts';
import { pagingHeaders, pagingParameters, readPaging, refuseOthers } from '../paging.ts';
import { eventHeaders, listHeaders } from '../parameters.ts';
import { queryParameters } from '../query-parameters.ts';
import type { Route } from '../route.ts';
import { ref } from '../schemas.ts';

export type DimensionDeps = EventAnswerDeps & { readonly lists: Lists };

/** One family of resources. */
type Resource = {
  readonly plural: string;
  readonly variable: string;
  /** The query parameter that an instance fixes. */
  readonly parameter: string;
  readonly dimension: Dimension | 'epc';
  readonly about: string;
};

const resources: readonly Resource[] = [
  { plural: 'eventTypes', variable: 'eventType', parameter: 'eventType', dimension: 'eventType', about: 'Types of events' },
  { plural: 'epcs', variable: 'epc', parameter: 'MATCH_anyEPC', dimension: 'epc', about: 'EPCs that events mention' },
  { plural: 'bizSteps', variable: 'bizStep', parameter: 'EQ_bizStep', dimension: 'bizStep', about: 'Business steps' },
  {
    plural: 'bizLocations',
    variable: 'bizLocation',
    parameter: 'EQ_bizLocation',
    dimension: 'bizLocation',
    about: 'Business locations of events',
  },
  {
    plural: 'readPoints',
    variable: 'readPoint',
    parameter: 'EQ_readPoint',
    dimension: 'readPoint',
    about: 'Read points of events',
  },
  {
    plural: 'dispositions',
    variable: 'disposition',
    parameter: 'EQ_disposition',
    dimension: 'disposition',
    about: 'Dispositions',
  },
];

const collection = { types: jsonTypes, schema: ref('Collection') };

export const dimensionRoutes = (deps: DimensionDeps): readonly Route[] =>
  resources.flatMap((resource) => [listRoute(deps, resource), instanceRoute(deps, resource), eventsRoute(deps, resource)]);

const listRoute = (deps: DimensionDeps, resource: Resource): Route => ({
  path: `/${resource.plural}`,
  family: 'default',
  operations: {
    GET: {
      id: `list${upperFirst(resource.plural)}`,
      summary: `${resource.about}, page by page.`,
      access: ['query'],
      parameters: [...pagingParameters(deps.pageLimit), ...listHeaders],
      answers: [{ status: 200, description: 'One page of values', body: collection }],
      problems: ['query-parameter', 'page-token-invalid'],
      handle: (call) => list(deps, resource, call),
    },
  },
});

const instanceRoute = (deps: DimensionDeps, resource: Resource): Route => ({
  path: `/${resource.plural}/{${resource.variable}}`,
  family: 'default',
  variables: { [resource.variable]: 'In any notation, percent-encoded' },
  checkExists: (call) => checkExists(deps, resource, call),
  operations: {
    GET: {
      id: `get${upperFirst(resource.variable)}`,
      summary: 'What is below it.',
      access: ['query'],
      parameters: listHeaders,
      answers: [{ status: 200, description: 'Names, each a path below this one', body: collection }],
      problems: ['resource-unknown', 'query-parameter'],
      handle: async (call) => {
        refuseOthers({ perPage: 0, others: call.parameters });
        await checkExists(deps, resource, call);
        return jsonAnswer(call, { '@context': EPCIS_CONTEXT, type: 'Collection', member: ['events'] });
      },
    },
  },
});

const eventsRoute = (deps: DimensionDeps, resource: Resource): Route => ({
  path: `/${resource.plural}/{${resource.variable}}/events`,
  family: 'default',
  variables: { [resource.variable]: 'In any notation, percent-encoded' },
  checkExists: (call) => checkExists(deps, resource, call),
  operations: {
    GET: {
      id: `queryEventsOf${upperFirst(resource.variable)}`,
      summary: `The events with ${resource.parameter} of this value, and whatever else is asked as in GET /events.`,
      access: ['query'],
      versions: eventVersions,
      parameters: [...queryParameters, ...pagingParameters(deps.pageLimit), ...eventHeaders],
      answers: [{ status: 200, description: 'One page of events', body: { types: eventTypes, schema: ref('EventList') } }],
      problems: ['resource-unknown', 'query-parameter', 'query-too-large', 'query-too-complex', 'page-token-invalid'],
      handle: (call) => events(deps, resource, call),
    },
  },
});

async function list(deps: DimensionDeps, { dimension }: Resource, call: Call): Promise<Answer> {
  call.prefers(jsonTypes);
  const paging = readPaging(call.parameters, deps.pageLimit);
  refuseOthers(paging);
  const request = { perPage: paging.perPage, ...(paging.token !== undefined && { pageToken: paging.token }) };
  const { items, next } =
    dimension === 'epc'
      ? await deps.lists.epcs(call.principal, request)
      : await deps.lists.values(call.principal, dimension, request);
  const used = new Map<string, string>();
  const member = items.map((text) => inNotation(call, dimension, text, used));
  const context = used.size > 0 ? [EPCIS_CONTEXT, Object.fromEntries(used)] : EPCIS_CONTEXT;
  const headers = pagingHeaders(call, deps.link, paging, next);
  return jsonAnswer(call, { '@context': context, type: 'Collection', member }, headers);
}

/** Identifiers as GS1-EPC-Format says; words of somebody's own with the caller's prefix for their namespace. */
function inNotation({ gs1 }: Call, dimension: Resource['dimension'], text: string, used: Map<string, string>): string {
  if (dimension === 'epc' || dimension === 'readPoint' || dimension === 'bizLocation') {
    const format = epcFormatOf[gs1.epcFormat];
    if (format === 'as-written') return text;
    return (format === 'urn' ? toEpcUrn(text) : toDigitalLink(text)) ?? text;
  }
  const found = Object.entries(gs1.namespaces).find(([, ns]) => text.startsWith(ns) && text.length > ns.length);
  if (!found) return text;
  const [prefix, ns] = found;
  used.set(prefix, ns);
  return `${prefix}:${text.slice(ns.length)}`;
}

async function events(deps: DimensionDeps, resource: Resource, call: Call): Promise<Answer> {
  const form = formFor(call);
  const paging = readPaging(call.parameters, deps.pageLimit);
  const fixed = fixedBy(resource, call);
  const asked = parseParameters(paging.others, call.gs1.namespaces);
  const query = { ...asked, where: [...fixed.where, ...asked.where] };
  const { count, ...answer } = await answerQuery(deps, call, { query, paging, form });
  // Nothing found may mean that there is no such value at all.
  if (count === 0) await checkExists(deps, resource, call);
  return answer;
}

/** @throws HubProblem resource-unknown where no event that the caller may see has the value */
async function checkExists(deps: DimensionDeps, resource: Resource, call: Call): Promise<void> {
  const query = fixedBy(resource, call);
  if (isStandard(resource, query) || (await deps.lists.hasEvents(call.principal, query))) return;
  throw unknown(resource, call);
}

const isStandard = ({ dimension }: Resource, { where: [predicate] }: EventQuery): boolean =>
  dimension !== 'epc' && predicate?.kind === 'word' && predicate.anyOf.every((word) => standardValues[dimension].includes(word));

/** What cannot be such a value is unknown like one that nobody has. */
function fixedBy(resource: Resource, call: Call): EventQuery {
  const { namespaces } = call.gs1;
  try {
    return buildQuery([{ name: resource.parameter, values: [valueIn(resource, call)], namespaces }], namespaces);
  } catch (error) {
    if (error instanceof HubProblem && error.code === 'query-parameter') throw unknown(resource, call);
    throw error;
  }
}

const valueIn = ({ variable }: Resource, call: Call): string => call.variables[variable] ?? '';

const unknown = (resource: Resource, call: Call): HubProblem =>
  new HubProblem('resource-unknown', `No event has the ${resource.variable} ${valueIn(resource, call).slice(0, 200)}.`, {
    name: resource.variable,
  });

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
