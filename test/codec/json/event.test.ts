import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EpcisEvent } from '../../../server/epcis/event.ts';
import { documentOf, ids, objectEvent, read } from './read.ts';

const time = (text: string): { text: string; ms: number } => ({ text, ms: Date.parse(text) });
const word = (text: string): { word: string; text: string } => ({ word: text, text });
const number = (value: number, text = String(value)): { value: number; text: string } => ({ value, text });

/** What every event may have: in JSON, and as the canonical event has it. */
const common = {
  json: {
    eventTime: '2025-03-03T08:00:00.0005+01:00',
    recordTime: '2025-03-03T09:00:00Z',
    eventTimeZoneOffset: '+01:00',
    eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    certificationInfo: 'https://example.com/certificate',
    errorDeclaration: {
      declarationTime: '2025-03-04T08:00:00Z',
      reason: 'incorrect_data',
      correctiveEventIDs: ['urn:uuid:00000000-0000-4000-8000-000000000002'],
      'ex:by': 'QA',
    },
    bizStep: 'shipping',
    disposition: 'in_transit',
    readPoint: { id: 'urn:epc:id:sgln:9521234.00001.0', 'ex:lane': 3 },
    bizLocation: { id: 'https://id.gs1.org/414/9521234000020' },
    bizTransactionList: [
      { type: 'po', bizTransaction: 'urn:epcglobal:cbv:bt:9521234000006:1' },
      { bizTransaction: 'https://example.com/2' },
    ],
    sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:9521234.00001' }],
    destinationList: [{ type: 'https://example.com/party', destination: 'urn:epc:id:pgln:9521234.00002' }],
    sensorElementList: [
      {
        sensorMetadata: {
          time: '2025-03-03T07:00:00Z',
          startTime: '2025-03-03T06:00:00Z',
          endTime: '2025-03-03T07:00:00Z',
          deviceID: 'urn:epc:id:giai:9521234.1',
          deviceMetadata: 'https://example.com/m',
          rawData: 'https://example.com/r',
          dataProcessingMethod: 'https://example.com/d',
          bizRules: 'https://example.com/b',
          'ex:meta': true,
        },
        sensorReport: [
          {
            type: 'Temperature',
            exception: 'ALARM_CONDITION',
            value: 26.5,
            component: 'x',
            stringValue: 's',
            booleanValue: false,
            hexBinaryValue: 'f0',
            uriValue: 'https://example.com/u',
            minValue: -1,
            maxValue: 27,
            meanValue: 20,
            sDev: 0.5,
            percRank: 50,
            percValue: 21,
            uom: 'CEL',
            microorganism: 'https://example.com/o',
            coordinateReferenceSystem: 'https://example.com/c',
            time: '2025-03-03T07:00:00Z',
            'ex:report': null,
          },
          { type: 'https://example.com/own', chemicalSubstance: 'https://example.com/s' },
        ],
        'ex:element': 'e',
      },
    ],
    'ex:own': 'mine',
  },
  canonical: {
    eventTime: { text: '2025-03-03T08:00:00.0005+01:00', ms: Date.UTC(2025, 2, 3, 7) + 0.5 },
    recordTime: time('2025-03-03T09:00:00Z'),
    eventTimeZoneOffset: '+01:00',
    eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001',
    certificationInfo: ['https://example.com/certificate'],
    errorDeclaration: {
      declarationTime: time('2025-03-04T08:00:00Z'),
      reason: word('incorrect_data'),
      correctiveEventIDs: ['urn:uuid:00000000-0000-4000-8000-000000000002'],
      extensions: [ext('by', 'QA')],
    },
    bizStep: word('shipping'),
    disposition: word('in_transit'),
    readPoint: { id: 'urn:epc:id:sgln:9521234.00001.0', extensions: [ext('lane', number(3))] },
    bizLocation: { id: 'https://id.gs1.org/414/9521234000020' },
    bizTransactionList: [
      { type: word('po'), bizTransaction: 'urn:epcglobal:cbv:bt:9521234000006:1' },
      { bizTransaction: 'https://example.com/2' },
    ],
    sourceList: [{ type: word('owning_party'), source: 'urn:epc:id:pgln:9521234.00001' }],
    destinationList: [{ type: word('https://example.com/party'), destination: 'urn:epc:id:pgln:9521234.00002' }],
    sensorElementList: [
      {
        sensorMetadata: {
          time: time('2025-03-03T07:00:00Z'),
          startTime: time('2025-03-03T06:00:00Z'),
          endTime: time('2025-03-03T07:00:00Z'),
          deviceID: 'urn:epc:id:giai:9521234.1',
          deviceMetadata: 'https://example.com/m',
          rawData: 'https://example.com/r',
          dataProcessingMethod: 'https://example.com/d',
          bizRules: 'https://example.com/b',
          extensions: [ext('meta', true)],
        },
        sensorReport: [
          {
            type: word('Temperature'),
            exception: word('ALARM_CONDITION'),
            value: number(26.5),
            component: word('x'),
            stringValue: 's',
            booleanValue: false,
            hexBinaryValue: 'f0',
            uriValue: 'https://example.com/u',
            minValue: number(-1),
            maxValue: number(27),
            meanValue: number(20),
            sDev: number(0.5),
            percRank: number(50),
            percValue: number(21),
            uom: 'CEL',
            microorganism: 'https://example.com/o',
            coordinateReferenceSystem: 'https://example.com/c',
            time: time('2025-03-03T07:00:00Z'),
            extensions: [ext('report', null)],
          },
          { type: word('https://example.com/own'), chemicalSubstance: 'https://example.com/s' },
        ],
        extensions: [ext('element', 'e')],
      },
    ],
    extensions: [ext('own', 'mine')],
  },
};

function ext(name: string, value: unknown): object {
  return { ns: 'https://example.com/epcis/', name, prefix: 'ex', value };
}

const epcs = ['urn:epc:id:sgtin:9521234.012345.1', 'https://id.gs1.org/01/09521234123454/21/2'];
const quantities = {
  json: [
    { epcClass: 'urn:epc:class:lgtin:9521234.012345.L1', quantity: 3.5, uom: 'KGM' },
    { epcClass: 'https://example.com/class' },
  ],
  canonical: [
    { epcClass: 'urn:epc:class:lgtin:9521234.012345.L1', quantity: number(3.5), uom: 'KGM' },
    { epcClass: 'https://example.com/class' },
  ],
};
const persistentDisposition = {
  json: { set: ['completeness_verified'], unset: ['https://example.com/unsure', 'recalled'] },
  canonical: { set: [word('completeness_verified')], unset: [word('https://example.com/unsure'), word('recalled')] },
};
const ilmd = { json: { 'ex:lot': 'L1' }, canonical: [ext('lot', 'L1')] };
const parentID = 'urn:epc:id:sscc:9521234.0000000001';

const own: Readonly<Record<string, { readonly json: object; readonly canonical: object }>> = {
  ObjectEvent: {
    json: {
      action: 'ADD',
      epcList: epcs,
      quantityList: quantities.json,
      ilmd: ilmd.json,
      persistentDisposition: persistentDisposition.json,
    },
    canonical: {
      action: 'ADD',
      epcList: epcs,
      quantityList: quantities.canonical,
      ilmd: ilmd.canonical,
      persistentDisposition: persistentDisposition.canonical,
    },
  },
  AggregationEvent: {
    json: { action: 'ADD', parentID, childEPCs: epcs, childQuantityList: quantities.json },
    canonical: { action: 'ADD', parentID, childEPCs: epcs, childQuantityList: quantities.canonical },
  },
  TransactionEvent: {
    json: { action: 'DELETE', parentID, epcList: epcs, quantityList: quantities.json },
    canonical: { action: 'DELETE', parentID, epcList: epcs, quantityList: quantities.canonical },
  },
  TransformationEvent: {
    json: {
      transformationID: 'urn:epc:id:gdti:9521234.00001.1',
      inputEPCList: epcs,
      inputQuantityList: quantities.json,
      outputEPCList: epcs,
      outputQuantityList: quantities.json,
      ilmd: ilmd.json,
      persistentDisposition: persistentDisposition.json,
    },
    canonical: {
      transformationID: 'urn:epc:id:gdti:9521234.00001.1',
      inputEPCList: epcs,
      inputQuantityList: quantities.canonical,
      outputEPCList: epcs,
      outputQuantityList: quantities.canonical,
      ilmd: ilmd.canonical,
      persistentDisposition: persistentDisposition.canonical,
    },
  },
  AssociationEvent: {
    json: { action: 'OBSERVE', parentID, childEPCs: epcs, childQuantityList: quantities.json },
    canonical: { action: 'OBSERVE', parentID, childEPCs: epcs, childQuantityList: quantities.canonical },
  },
};

describe('an event', () => {
  for (const [type, { json, canonical }] of Object.entries(own)) {
    it(`of type ${type} keeps every field`, async () => {
      const { events, issues } = await read(documentOf([{ type, ...common.json, ...json }]));
      assert.deepEqual(issues, []);
      assert.deepEqual(events, [{ type, ...common.canonical, ...canonical } as unknown as EpcisEvent]);
    });
  }

  it('of a type of somebody’s own keeps what every event may have, and all else as theirs', async () => {
    const document = documentOf([
      { type: 'ex:Inspection', ...common.json, action: 'ADD', epcList: ['urn:epc:id:sgtin:9521234.012345.1'], 'ex:result': [1] },
      { type: 'https://vendor.example/Audit', eventTime: '2025-03-03T08:00:00Z', eventTimeZoneOffset: '+00:00' },
    ]);
    const { events, issues } = await read(document);
    assert.deepEqual(issues, []);
    assert.deepEqual(events[0], {
      type: 'VendorEvent',
      eventType: { ns: 'https://example.com/epcis/', name: 'Inspection', prefix: 'ex' },
      ...common.canonical,
      action: 'ADD',
      extensions: [
        ext('own', 'mine'),
        { ns: '', name: 'epcList', prefix: '', value: 'urn:epc:id:sgtin:9521234.012345.1', list: true },
        { ...ext('result', number(1)), list: true },
      ],
    });
    assert.ok(events[1]?.type === 'VendorEvent');
    assert.deepEqual(events[1].eventType, { ns: 'https://vendor.example/', name: 'Audit', prefix: '' });
  });

  it('is not made where its type is missing, unknown, or no text', async () => {
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, 'field-missing'],
      ['ObjectEvents', 'event-type-unknown'],
      [['ObjectEvent'], 'event-type-unknown'],
    ];
    for (const [type, id] of cases) {
      const { events, errors } = await read(documentOf([{ ...objectEvent(), type }]));
      assert.deepEqual(events, [undefined]);
      assert.deepEqual(ids(errors), [id]);
    }
    for (const event of [1, 'ObjectEvent', null, []])
      assert.deepEqual(ids((await read(documentOf([event]))).errors), ['event-no-object']);
  });

  it('is the standard’s own where its type is written as compact URI', async () => {
    const { events, issues } = await read(documentOf([objectEvent({ type: 'epcis:ObjectEvent' })]));
    assert.deepEqual(
      issues.map(({ id, severity }) => [id, severity]),
      [['event-type-notation', 'warning']],
    );
    assert.equal(events[0]?.type, 'ObjectEvent');
  });
});

describe('a number', () => {
  it('keeps the digits it was written with', async () => {
    const written = [
      '1.0',
      '1e3',
      '-0',
      '12345678901234567890',
      '0.1',
      '1.50',
      '1E-7',
      '0.0000001',
      '100',
      '9007199254740993',
      '-2.25',
    ];
    const fields = written.map((text, i) => `"ex:n${i}":${text}`).join();
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:HERE': 1 })])).replace('"ex:HERE":1', fields);
    for (const chunk of [1, 1000]) {
      const { events, issues } = await read(text, { chunk });
      assert.deepEqual(issues, []);
      assert.deepEqual(
        events[0]?.extensions?.map(({ value }) => value),
        written.map((literal) => ({ value: Number(literal), text: literal })),
      );
    }
  });

  it('keeps them in the fields of the standard, too', async () => {
    const event = objectEvent({ quantityList: [{ epcClass: 'urn:epc:class:lgtin:9521234.012345.L1', quantity: 'HERE' }] });
    const { events } = await read(JSON.stringify(documentOf([event])).replace('"HERE"', '10.000'));
    assert.deepEqual(events[0]?.type === 'ObjectEvent' && events[0].quantityList?.[0]?.quantity, { value: 10, text: '10.000' });
  });

  it('beyond what can be kept is a finding', async () => {
    const text = JSON.stringify(documentOf([objectEvent({ 'ex:n': 'HERE' })])).replace('"HERE"', '1e999');
    assert.deepEqual(ids((await read(text)).errors), ['number-too-large']);
  });
});
