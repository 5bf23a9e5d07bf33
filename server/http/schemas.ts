/** Bodies of the hub's own routes, described for OpenAPI (JSON Schema 2020-12). Event documents are the standard's own. */
import { problemCodes } from '../runtime/problem.ts';
import type { Schema } from './route.ts';

const text: Schema = { type: 'string' };
const instant: Schema = { type: 'string', format: 'date-time' };
const count: Schema = { type: 'integer', minimum: 0 };
const texts: Schema = { type: 'array', items: text };

export const ref = (name: keyof typeof schemas): Schema => ({ $ref: `#/components/schemas/${name}` });

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): Schema => ({
  type: 'object',
  properties,
  required,
});

const place = { line: count, column: count, path: text, event: count };

export const schemas = {
  Problem: object(
    {
      type: { ...text, description: '`epcisException:` and the name of the exception in EPCIS 2.0' },
      title: text,
      status: { type: 'integer' },
      detail: text,
      instance: text,
      code: { enum: problemCodes, description: 'Stable; explained in docs/problems.md' },
      requestID: text,
      name: { ...text, description: 'The parameter or header at fault' },
      allowed: texts,
      errors: { type: 'array', items: { $ref: '#/components/schemas/Finding' } },
    },
    ['type', 'title', 'status'],
  ),
  Finding: object(
    {
      id: text,
      layer: text,
      severity: { enum: ['error', 'warning', 'note'] },
      message: text,
      hint: text,
      at: object(place, []),
      event: count,
    },
    ['message'],
  ),
  CaptureJob: object(
    {
      captureID: text,
      running: { type: 'boolean' },
      success: { type: 'boolean', description: 'false as soon as there is an error' },
      captureErrorBehaviour: { enum: ['rollback', 'proceed'] },
      createdAt: instant,
      finishedAt: { ...instant, description: 'Absent while it runs' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/CaptureError' } },
      stored: { ...count, description: 'Events in the repository because of this job' },
      known: { ...count, description: 'Events that were there already, with the same content' },
      refused: { ...count, description: 'Events not stored because of an error' },
      warnings: { type: 'array', items: { $ref: '#/components/schemas/Finding' } },
    },
    ['captureID', 'running', 'success', 'captureErrorBehaviour', 'errors'],
  ),
  CaptureError: object({ type: text, title: text, status: { type: 'integer' }, detail: text, rule: text, hint: text, ...place }, [
    'type',
    'title',
    'status',
    'detail',
  ]),
  Collection: object(
    { '@context': { type: ['string', 'array'] }, type: { const: 'Collection' }, member: { ...texts, uniqueItems: true } },
    ['@context', 'type', 'member'],
  ),
  NamedQuery: object(
    {
      name: { ...text, maxLength: 200 },
      query: { type: 'object', description: 'SimpleEventQuery: parameters and their values, prefixes in @context' },
    },
    ['name', 'query'],
  ),
  VocabularyTypes: object({ types: texts }, ['types']),
  Vocabulary: object(
    {
      '@context': { type: ['string', 'array'] },
      type: text,
      vocabularyElementList: {
        type: 'array',
        items: object(
          {
            id: text,
            recordTime: instant,
            attributes: { type: 'array', items: object({ id: text, attribute: { type: ['string', 'object'] } }, ['id']) },
            children: texts,
          },
          ['id', 'recordTime'],
        ),
      },
    },
    ['type', 'vocabularyElementList'],
  ),
  Event: {
    type: 'object',
    description: 'One event of EPCIS 2.0 in JSON-LD',
    required: ['type', 'eventTime', 'eventTimeZoneOffset'],
  },
  Document: { type: 'object', description: 'EPCISDocument or EPCISQueryDocument of EPCIS 2.0 in JSON-LD' },
  EventList: {
    type: 'object',
    description: 'EPCISQueryDocument of EPCIS 2.0 in JSON-LD; events in epcisBody.queryResults.resultsBody.eventList',
  },
  Custody: object(
    {
      identifier: text,
      asOf: instant,
      knownAt: instant,
      status: { enum: ['held', 'in_transit', 'ended', 'unknown'] },
      disposition: { type: ['string', 'null'] },
      persistentDispositions: texts,
      chain: { type: 'array', items: { type: 'object' }, description: 'Who held it, from when to when, on what grounds' },
      ownership: { type: 'array', items: { type: 'object' } },
      containment: object({ parents: texts, children: texts }, ['parents', 'children']),
      handOvers: { type: 'array', items: { type: 'object' } },
      lineage: object({ madeFrom: texts, madeInto: texts }, ['madeFrom', 'madeInto']),
      findings: { type: 'array', items: { type: 'object' } },
      events: { type: 'array', items: { type: 'object' } },
    },
    ['identifier', 'status', 'chain', 'events'],
  ),
} as const satisfies Record<string, Schema>;
