/** What GS1's JSON Schema refuses, and where exactly. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentOf, ids, objectEvent, read } from './read.ts';

type Case = {
  readonly name: string;
  readonly event: object;
  readonly id: string;
  /** JSON pointer within the event. */
  readonly at: string;
  /** Text that stands at the place of the finding. */
  readonly marked: string;
  /** Nothing of the value can be kept: an error in tolerant mode, too. */
  readonly isLost?: true;
};

const report = { type: 'Temperature', value: 1, uom: 'CEL' };
const sensors = (element: object): object => objectEvent({ sensorElementList: [element] });

const cases: readonly Case[] = [
  { name: 'an event without eventTime', event: omit('eventTime'), id: 'field-missing', at: '', marked: '{', isLost: true },
  {
    name: 'a time without zone',
    event: objectEvent({ eventTime: '2025-03-03T08:00:00' }),
    id: 'time-zone-missing',
    at: '/eventTime',
    marked: '"2025-03-03T08:00:00"',
    isLost: true,
  },
  {
    name: 'a day that is none',
    event: objectEvent({ recordTime: '2025-02-30T08:00:00Z' }),
    id: 'time-invalid',
    at: '/recordTime',
    marked: '"2025-02-30',
    isLost: true,
  },
  { name: 'an event without offset', event: omit('eventTimeZoneOffset'), id: 'field-missing', at: '', marked: '{' },
  {
    name: 'an offset with one digit',
    event: objectEvent({ eventTimeZoneOffset: '+2:00' }),
    id: 'zone-offset-invalid',
    at: '/eventTimeZoneOffset',
    marked: '"+2:00"',
  },
  {
    name: 'an offset beyond 14 hours',
    event: objectEvent({ eventTimeZoneOffset: '+14:30' }),
    id: 'zone-offset-invalid',
    at: '/eventTimeZoneOffset',
    marked: '"+14:30"',
  },
  { name: 'an event without action', event: omit('action'), id: 'field-missing', at: '', marked: '{', isLost: true },
  {
    name: 'an action in lower case',
    event: objectEvent({ action: 'add' }),
    id: 'action-unknown',
    at: '/action',
    marked: '"add"',
    isLost: true,
  },
  {
    name: 'an EPC that is no URI',
    event: objectEvent({ epcList: ['urn:epc:id:sgtin:9521234.012345.1', 'no uri'] }),
    id: 'value-no-uri',
    at: '/epcList/1',
    marked: '"no uri"',
  },
  {
    name: 'an EPC that is no string',
    event: objectEvent({ epcList: ['urn:epc:id:sgtin:9521234.012345.1', 7] }),
    id: 'value-type',
    at: '/epcList/1',
    marked: '7',
    isLost: true,
  },
  {
    name: 'an EPC that repeats',
    event: objectEvent({ epcList: ['urn:a:1', 'urn:a:2', 'urn:a:1'] }),
    id: 'list-entry-repeated',
    at: '/epcList/2',
    marked: '"urn:a:1"]',
  },
  {
    name: 'a string for a list',
    event: objectEvent({ epcList: 'urn:a:1' }),
    id: 'value-no-list',
    at: '/epcList',
    marked: '"urn:a:1"',
  },
  {
    name: 'a bare word no list has',
    event: objectEvent({ bizStep: 'teleporting' }),
    id: 'word-unknown',
    at: '/bizStep',
    marked: '"teleporting"',
  },
  {
    name: 'a word as URN',
    event: objectEvent({ disposition: 'urn:epcglobal:cbv:disp:in_transit' }),
    id: 'word-notation',
    at: '/disposition',
    marked: '"urn:epcglobal',
  },
  {
    name: 'a word as old web URI',
    event: objectEvent({ bizStep: 'https://ns.gs1.org/cbv/BizStep-shipping' }),
    id: 'word-notation',
    at: '/bizStep',
    marked: '"https://ns',
  },
  {
    name: 'a place as string',
    event: objectEvent({ readPoint: 'urn:epc:id:sgln:9521234.00001.0' }),
    id: 'place-no-object',
    at: '/readPoint',
    marked: '"urn:epc:id:sgln',
  },
  {
    name: 'a place without id',
    event: objectEvent({ bizLocation: {} }),
    id: 'field-missing',
    at: '/bizLocation',
    marked: '{}',
    isLost: true,
  },
  {
    name: 'a quantity as string',
    event: objectEvent({ quantityList: [{ epcClass: 'urn:a:1', quantity: '10' }] }),
    id: 'value-type',
    at: '/quantityList/0/quantity',
    marked: '"10"',
  },
  {
    name: 'a quantity without class',
    event: objectEvent({ quantityList: [{ quantity: 10 }] }),
    id: 'field-missing',
    at: '/quantityList/0',
    marked: '{"quantity"',
    isLost: true,
  },
  {
    name: 'a unit of four letters',
    event: objectEvent({ quantityList: [{ epcClass: 'urn:a:1', quantity: 1, uom: 'KGMS' }] }),
    id: 'uom-invalid',
    at: '/quantityList/0/uom',
    marked: '"KGMS"',
  },
  {
    name: 'an extension in a closed object',
    event: objectEvent({ quantityList: [{ epcClass: 'urn:a:1', 'ex:a': 1 }] }),
    id: 'field-unknown',
    at: '/quantityList/0/ex:a',
    marked: '"ex:a"',
    isLost: true,
  },
  {
    name: 'a source without type',
    event: objectEvent({ sourceList: [{ source: 'urn:a:1' }] }),
    id: 'field-missing',
    at: '/sourceList/0',
    marked: '{"source"',
    isLost: true,
  },
  {
    name: 'an object for a list',
    event: objectEvent({ sourceList: { type: 'location', source: 'urn:a:1' } }),
    id: 'value-no-list',
    at: '/sourceList',
    marked: '{"type":"location"',
  },
  {
    name: 'a field of another event type',
    event: objectEvent({ parentID: 'urn:a:1' }),
    id: 'field-not-allowed',
    at: '/parentID',
    marked: '"parentID"',
    isLost: true,
  },
  {
    name: 'persistentDisposition on an aggregation',
    event: aggregation({ persistentDisposition: { set: ['recalled'] } }),
    id: 'field-not-allowed',
    at: '/persistentDisposition',
    marked: '"persistentDisposition"',
  },
  {
    name: 'an empty persistentDisposition',
    event: objectEvent({ persistentDisposition: {} }),
    id: 'field-missing',
    at: '/persistentDisposition',
    marked: '{}',
  },
  {
    name: 'an empty set',
    event: objectEvent({ persistentDisposition: { set: [] } }),
    id: 'list-empty',
    at: '/persistentDisposition/set',
    marked: '[]',
  },
  {
    name: 'ilmd on an observation',
    event: objectEvent({ ilmd: { 'ex:a': 1 } }),
    id: 'ilmd-not-allowed',
    at: '/ilmd',
    marked: '"ilmd"',
  },
  { name: 'an event about nothing', event: omit('epcList'), id: 'event-without-objects', at: '', marked: '{' },
  {
    name: 'sensors without a place',
    event: { ...(omit('epcList') as object), sensorElementList: [{ sensorReport: [report] }] },
    id: 'event-without-objects',
    at: '',
    marked: '{',
  },
  { name: 'an aggregation of nothing', event: aggregation({ childEPCs: [] }), id: 'event-without-objects', at: '', marked: '{' },
  { name: 'an association without parent', event: association({}), id: 'field-missing', at: '', marked: '{' },
  {
    name: 'a transaction without transactions',
    event: { ...objectEvent(), type: 'TransactionEvent' },
    id: 'field-missing',
    at: '',
    marked: '{',
  },
  {
    name: 'a transaction of no transactions',
    event: { ...objectEvent({ bizTransactionList: [] }), type: 'TransactionEvent' },
    id: 'list-empty',
    at: '/bizTransactionList',
    marked: '[]',
  },
  {
    name: 'a transaction of nothing',
    event: { ...(omit('epcList') as object), type: 'TransactionEvent', bizTransactionList: [{ bizTransaction: 'urn:a:1' }] },
    id: 'event-without-objects',
    at: '',
    marked: '{',
  },
  {
    name: 'a transformation with action',
    event: transformation({ action: 'ADD' }),
    id: 'field-not-allowed',
    at: '/action',
    marked: '"action"',
    isLost: true,
  },
  {
    name: 'a transformation into nothing',
    event: transformation({ outputEPCList: [] }),
    id: 'event-without-objects',
    at: '',
    marked: '{',
  },
  {
    name: 'a transformation with an ID and nothing else',
    event: transformation({ inputEPCList: [], outputEPCList: [], transformationID: 'urn:a:1' }),
    id: 'event-without-objects',
    at: '',
    marked: '{',
  },
  { name: 'a sensor element without reports', event: sensors({}), id: 'field-missing', at: '/sensorElementList/0', marked: '{}' },
  {
    name: 'a sensor element with no reports',
    event: sensors({ sensorReport: [] }),
    id: 'list-empty',
    at: '/sensorElementList/0/sensorReport',
    marked: '[]',
  },
  {
    name: 'a report without type',
    event: sensors({ sensorReport: [{ value: 1 }] }),
    id: 'field-missing',
    at: '/sensorElementList/0/sensorReport/0',
    marked: '{"value"',
  },
  {
    name: 'a report type as web URI',
    event: sensors({ sensorReport: [{ type: 'https://gs1.org/voc/Temperature' }] }),
    id: 'word-notation',
    at: '/sensorElementList/0/sensorReport/0/type',
    marked: '"https://gs1.org/voc',
  },
  {
    name: 'a report value as string',
    event: sensors({ sensorReport: [{ ...report, value: 'x' }] }),
    id: 'value-type',
    at: '/sensorElementList/0/sensorReport/0/value',
    marked: '"x"',
    isLost: true,
  },
  {
    name: 'a boolean as string',
    event: sensors({ sensorReport: [{ ...report, booleanValue: 'true' }] }),
    id: 'value-type',
    at: '/sensorElementList/0/sensorReport/0/booleanValue',
    marked: '"true"',
  },
  {
    name: 'letters that are no hex digits',
    event: sensors({ sensorReport: [{ ...report, hexBinaryValue: 'xyz' }] }),
    id: 'value-no-hex',
    at: '/sensorElementList/0/sensorReport/0/hexBinaryValue',
    marked: '"xyz"',
  },
  {
    name: 'a plain member of a sensor element',
    event: sensors({ type: 'x', sensorReport: [report] }),
    id: 'extension-without-namespace',
    at: '/sensorElementList/0/type',
    marked: '"type":"x"',
  },
  {
    name: 'an error declaration without time',
    event: objectEvent({ errorDeclaration: { reason: 'incorrect_data' } }),
    id: 'field-missing',
    at: '/errorDeclaration',
    marked: '{"reason"',
    isLost: true,
  },
  {
    name: 'an eventID that is no URI',
    event: objectEvent({ eventID: '12' }),
    id: 'value-no-uri',
    at: '/eventID',
    marked: '"12"',
  },
];

function omit(name: string): object {
  const event = objectEvent();
  delete event[name];
  return event;
}

function aggregation(more: object): object {
  const { epcList, ...rest } = objectEvent();
  return { ...rest, type: 'AggregationEvent', childEPCs: epcList, ...more };
}

function association(more: object): object {
  return { ...aggregation(more), type: 'AssociationEvent' };
}

function transformation(more: object): object {
  const { epcList, action: _, ...rest } = objectEvent();
  return { ...rest, type: 'TransformationEvent', inputEPCList: epcList, outputEPCList: epcList, ...more };
}

describe('a finding', () => {
  for (const { name, event, id, at, marked, isLost } of cases) {
    it(`says where: ${name}`, async () => {
      const text = JSON.stringify(documentOf([objectEvent(), event]));
      const start = text.lastIndexOf(JSON.stringify(event));
      const { errors, decoded } = await read(text);
      assert.deepEqual(ids(errors), [id]);
      const [issue] = errors;
      assert.equal(issue?.layer === 'context' || issue?.layer === 'schema', true);
      assert.equal(issue?.event, 1);
      assert.equal(issue.at.path, `/epcisBody/eventList/1${at}`);
      assert.equal(issue.at.line, 1);
      const offset = (issue.at.column ?? 0) - 1;
      assert.ok(offset >= start && text.startsWith(marked, offset), `points at ${text.slice(offset, offset + 30)}`);
      assert.equal(decoded[1]?.issues.length, 1);
      const tolerant = await read(text, { mode: 'tolerant' });
      assert.equal(tolerant.errors.length, isLost ? 1 : 0);
      if (!isLost) assert.ok(tolerant.events[1]);
    });
  }

  it('is one of all that a document has', async () => {
    const { errors } = await read(
      documentOf([objectEvent({ bizStep: 'a', disposition: 'b' }), objectEvent({ eventID: 'c' })], { schemaVersion: 'x' }),
    );
    assert.deepEqual(ids(errors), ['word-unknown', 'word-unknown', 'value-no-uri', 'schema-version-invalid']);
  });

  it('of a kind is listed twenty times an event, then counted', async () => {
    const epcList = Array.from({ length: 1000 }, (_, i) => `not a uri ${i}`);
    const { errors } = await read(documentOf([objectEvent({ epcList })]));
    assert.equal(errors.length, 21);
    assert.equal(errors[19]?.at.path, '/epcisBody/eventList/0/epcList/19');
    assert.match(errors[20]?.message ?? '', /^980 more/);
  });

  it('names the word that was meant', async () => {
    const { errors } = await read(
      documentOf([objectEvent({ bizStep: 'urn:epcglobal:cbv:bizstep:shipping' }), objectEvent({ bizStep: 'shiping' })]),
    );
    assert.deepEqual(
      errors.map(({ hint }) => hint),
      ['Write "shipping".', 'Write "shipping".'],
    );
  });

  it('leaves the rest of the event readable', async () => {
    const { events } = await read(
      documentOf([objectEvent({ quantityList: [{ quantity: 1 }, { epcClass: 'urn:a:1' }], bizStep: 'x' })]),
    );
    assert.ok(events[0]?.type === 'ObjectEvent');
    assert.deepEqual(events[0].quantityList, [{ epcClass: 'urn:a:1' }]);
    assert.deepEqual(events[0].bizStep, { word: 'x', text: 'x' });
  });
});

describe('what the standard allows', () => {
  const fine: readonly (readonly [string, object])[] = [
    ['an empty epcList', objectEvent({ epcList: [] })],
    ['quantities alone', { ...(omit('epcList') as object), quantityList: [{ epcClass: 'urn:a:1' }] }],
    [
      'sensors with a readPoint alone',
      { ...(omit('epcList') as object), readPoint: { id: 'urn:a:1' }, sensorElementList: [{ sensorReport: [report] }] },
    ],
    ['an aggregation that ends for all children', aggregation({ action: 'DELETE', childEPCs: [] })],
    ['a transformation in parts', transformation({ outputEPCList: [], transformationID: 'urn:a:1' })],
    ['offsets of 14 hours and of minus 13:59', objectEvent({ eventTimeZoneOffset: '+14:00' })],
    ['children that repeat', aggregation({ childEPCs: ['urn:a:1', 'urn:a:1'], parentID: 'urn:a:2' })],
  ];
  for (const [name, event] of fine) it(name, async () => assert.deepEqual((await read(documentOf([event]))).issues, []));
});
