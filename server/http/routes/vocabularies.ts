/**
 * `/hub/vocabularies`: master data. The standard knows it over SOAP only; the questions are those of its
 * SimpleMasterDataQuery.
 */
import { addExtensions, type Json } from '../../codec/json/encode-extensions.ts';
import { EPCIS_CONTEXT } from '../../codec/json/known-contexts.ts';
import { makePrefixes, type Prefixes } from '../../codec/json/prefixes.ts';
import { parseTime, toInstant } from '../../epcis/time.ts';
import type { RecordedElement } from '../../ports/event-store.ts';
import { vocabularyType } from '../../query/master-data.ts';
import { parseMasterDataQuery } from '../../query/master-data-query.ts';
import { HubProblem } from '../../runtime/problem.ts';
import type { Vocabularies } from '../../search/vocabularies.ts';
import { type Answer, type Call, jsonAnswer, jsonTypes } from '../call.ts';
import type { Link } from '../links.ts';
import { type Paging, pagingHeaders, pagingParameters, readPaging, refuseOthers } from '../paging.ts';
import type { Parameter, Route, Schema } from '../route.ts';
import { ref } from '../schemas.ts';

export type VocabularyDeps = { readonly vocabularies: Vocabularies; readonly link: Link; readonly pageLimit: number };

const text: Schema = { type: 'string' };
const parameter = (name: string, description: string, schema: Schema = text): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
});

const knownAt = parameter('knownAt', 'As the hub knew it at this instant', { type: 'string', format: 'date-time' });

const parameters: readonly Parameter[] = [
  parameter('EQ_name', 'Identifiers of elements, in any notation, | between them'),
  parameter('WD_name', 'Identifiers of elements that are wanted with all below them'),
  parameter('HASATTR', 'Elements that have any of these attributes'),
  parameter('includeAttributes', 'Whether attributes are told', { type: 'boolean', default: true }),
  parameter('includeChildren', 'Whether children are told', { type: 'boolean', default: true }),
  parameter('attributeNames', 'The attributes that are told; absent: all'),
  parameter('maxElementCount', 'More elements than this are refused', { type: 'integer', minimum: 1 }),
  knownAt,
];

export const vocabularyRoutes = (deps: VocabularyDeps): readonly Route[] => [
  {
    path: '/hub/vocabularies',
    family: 'own',
    operations: {
      GET: {
        id: 'listVocabularies',
        summary: 'Types of master data that there are.',
        access: ['query'],
        parameters: [knownAt],
        answers: [
          { status: 200, description: 'Vocabulary type URIs', body: { types: jsonTypes, schema: ref('VocabularyTypes') } },
        ],
        problems: ['query-parameter', 'not-acceptable'],
        handle: (call) => listTypes(deps, call),
      },
    },
  },
  {
    path: '/hub/vocabularies/{type}',
    family: 'own',
    variables: { type: 'Vocabulary type URI, percent-encoded, or the last part of a standard one, e.g. ReadPoint' },
    operations: {
      GET: {
        id: 'listElements',
        summary:
          'Elements of one vocabulary, in the order of their identifiers. Besides the parameters listed: EQATTR_ATTRIBUTE.',
        access: ['query'],
        parameters: [...parameters, ...pagingParameters(deps.pageLimit)],
        answers: [{ status: 200, description: 'One page of elements', body: { types: jsonTypes, schema: ref('Vocabulary') } }],
        problems: ['resource-unknown', 'query-parameter', 'query-too-large', 'page-token-invalid', 'not-acceptable'],
        handle: (call) => listElements(deps, call),
      },
    },
  },
];

async function listTypes({ vocabularies }: VocabularyDeps, call: Call): Promise<Answer> {
  const { at, rest } = takeKnownAt(call.parameters);
  refuseOthers({ perPage: 0, others: rest });
  return jsonAnswer(call, { types: await vocabularies.types(call.principal, at) });
}

async function listElements(deps: VocabularyDeps, call: Call): Promise<Answer> {
  call.prefers(jsonTypes);
  const paging: Paging = readPaging(call.parameters, deps.pageLimit);
  const { at, rest } = takeKnownAt(paging.others);
  const name = call.variables['type'] ?? '';
  const type = name.includes(':') ? name : vocabularyType(name);
  const { elements, next } = await deps.vocabularies.elements(call.principal, {
    type,
    query: parseMasterDataQuery(rest, call.gs1.namespaces),
    perPage: paging.perPage,
    ...(at !== undefined && { knownAt: at }),
    ...(paging.token !== undefined && { pageToken: paging.token }),
  });
  const prefixes = makePrefixes(call.gs1.namespaces);
  const vocabularyElementList = elements.map((element) => shown(element, prefixes));
  const declared = prefixes.declared();
  const context = Object.keys(declared).length > 0 ? [EPCIS_CONTEXT, declared] : EPCIS_CONTEXT;
  const headers = pagingHeaders(call, deps.link, paging, next);
  return jsonAnswer(call, { '@context': context, type, vocabularyElementList }, headers);
}

/** As JSON-LD has master data in a document's header, and when it was recorded. */
const shown = ({ element, recordTime }: RecordedElement, prefixes: Prefixes): object => ({
  id: element.id,
  recordTime: toInstant(recordTime),
  ...(element.attributes.length > 0 && {
    attributes: element.attributes.map(({ id, value }) => ({
      id,
      attribute: typeof value === 'string' ? value : nested(value, prefixes),
    })),
  }),
  ...(element.children.length > 0 && { children: element.children }),
});

function nested(value: Parameters<typeof addExtensions>[1], prefixes: Prefixes): Json {
  const members: Record<string, Json> = {};
  addExtensions(members, value, prefixes);
  return members;
}

function takeKnownAt(given: Call['parameters']): { readonly at?: number; readonly rest: Call['parameters'] } {
  const values = given.filter(([name]) => name === 'knownAt');
  const rest = given.filter(([name]) => name !== 'knownAt');
  const [first, ...more] = values;
  if (!first) return { rest };
  const time = parseTime(first[1]);
  if (time && more.length === 0) return { at: time.ms, rest };
  throw new HubProblem('query-parameter', 'knownAt is one date-time with zone, e.g. 2025-03-03T12:00:00Z.', { name: 'knownAt' });
}
