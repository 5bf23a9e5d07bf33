/** Every rule has events that keep it and events that break it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EpcisEvent, SensorReport } from '../../server/epcis/event.ts';
import { rules } from '../../server/validation/rules/all.ts';
import { checkRules, makeDocumentRules } from '../../server/validation/validate.ts';
import {
  aClass,
  aDestination,
  anAggregationEvent,
  anAssociationEvent,
  anEpc,
  anObjectEvent,
  aQuantity,
  aTime,
  aTransactionEvent,
  aTransformationEvent,
  aWord,
} from '../build/event.ts';

const withReport = (report: SensorReport): EpcisEvent => anObjectEvent({ sensorElementList: [{ sensorReport: [report] }] });
const declared = (reason: string, correctiveEventIDs: readonly string[]): EpcisEvent =>
  anObjectEvent({
    errorDeclaration: { declarationTime: aTime('2025-04-01T00:00:00Z'), reason: aWord(reason), correctiveEventIDs },
  });
const temperature = aWord('Temperature');
const number = (value: number) => ({ value, text: String(value) });

type Sample = { readonly keeps: readonly EpcisEvent[]; readonly breaks: readonly (readonly [EpcisEvent, RegExp])[] };

const samples: Readonly<Record<string, Sample>> = {
  'time-zone-offset-invalid': {
    keeps: [anObjectEvent({ eventTimeZoneOffset: '-13:45' })],
    breaks: [
      [anObjectEvent({ eventTimeZoneOffset: 'CEST' }), /CEST/],
      [anObjectEvent({ eventTimeZoneOffset: 'Z' }), /"Z"/],
      [anObjectEvent({ eventTimeZoneOffset: '+14:30' }), /\+14:30/],
    ],
  },
  'objects-missing': {
    keeps: [
      anObjectEvent({ epcList: [], quantityList: [aQuantity(aClass, 5)] }),
      aTransactionEvent({ action: 'DELETE', epcList: [] }),
    ],
    breaks: [
      [anObjectEvent({ epcList: [] }), /ObjectEvent/],
      [
        anObjectEvent({ action: 'ADD', epcList: [], sensorElementList: [{ sensorReport: [{ type: temperature }] }] }),
        /ObjectEvent/,
      ],
      [aTransactionEvent({ epcList: [] }), /TransactionEvent/],
    ],
  },
  'place-of-sensor-data-missing': {
    keeps: [
      anObjectEvent({
        epcList: [],
        readPoint: 'urn:epc:id:sgln:9521234.00001.0',
        sensorElementList: [{ sensorReport: [{ type: temperature }] }],
      }),
    ],
    breaks: [[anObjectEvent({ epcList: [], sensorElementList: [{ sensorReport: [{ type: temperature }] }] }), /no place/]],
  },
  'parent-missing': {
    keeps: [withoutParent(anAggregationEvent({ action: 'OBSERVE' }))],
    breaks: [
      [withoutParent(anAggregationEvent({ action: 'ADD' })), /ADD has no parentID/],
      [withoutParent(anAssociationEvent({ action: 'DELETE' })), /DELETE has no parentID/],
    ],
  },
  'children-missing': {
    keeps: [anAggregationEvent({ action: 'DELETE', childEPCs: [] })],
    breaks: [
      [anAggregationEvent({ childEPCs: [] }), /names no child/],
      [anAssociationEvent({ action: 'ADD', childEPCs: [] }), /names no child/],
    ],
  },
  'transformation-side-missing': {
    keeps: [
      aTransformationEvent({ inputEPCList: [anEpc], outputQuantityList: [aQuantity(aClass, 1)] }),
      aTransformationEvent({ transformationID: 'urn:uuid:1', inputEPCList: [anEpc], outputEPCList: [] }),
    ],
    breaks: [
      [aTransformationEvent({ inputEPCList: [anEpc], outputEPCList: [] }), /no output/],
      [aTransformationEvent({ inputEPCList: [], outputEPCList: [anEpc] }), /no input/],
    ],
  },
  'ilmd-not-allowed': {
    keeps: [anObjectEvent({ action: 'ADD', ilmd: [] }), anObjectEvent()],
    breaks: [[anObjectEvent({ action: 'OBSERVE', ilmd: [] }), /OBSERVE/]],
  },
  'quantity-negative': {
    keeps: [anObjectEvent({ quantityList: [aQuantity(aClass, 0)] })],
    breaks: [[anObjectEvent({ quantityList: [aQuantity(aClass, -2)] }), /-2/]],
  },
  'unit-without-quantity': {
    keeps: [anObjectEvent({ quantityList: [aQuantity(aClass, 1, 'KGM')] })],
    breaks: [[anObjectEvent({ quantityList: [aQuantity(aClass, undefined, 'KGM')] }), /KGM/]],
  },
  'identifier-not-a-uri': {
    keeps: [anObjectEvent({ epcList: ['urn:example:pack:17', 'https://example.com/pack/17'] })],
    breaks: [
      [anObjectEvent({ epcList: ['pack 17'] }), /epcList: "pack 17"/],
      [anObjectEvent({ readPoint: '9521234000006' }), /readPoint/],
    ],
  },
  'identifier-invalid': {
    keeps: [
      anObjectEvent({ epcList: [anEpc, 'https://id.gs1.org/01/09521234123453/21/7', 'https://example.com/any/other/page'] }),
    ],
    breaks: [
      [anObjectEvent({ epcList: ['urn:epc:id:sgtin:9521234.12345.7'] }), /sgtin:9521234\.12345\.7/],
      [anObjectEvent({ epcList: ['https://id.gs1.org/01/09521234123450/21/7'] }), /check digit/i],
      [anObjectEvent({ epcList: ['urn:epc:id:sgtin:9521234.012345.a b'] }), /a b/],
    ],
  },
  'class-in-instance-list': {
    keeps: [anObjectEvent()],
    breaks: [
      [anObjectEvent({ epcList: [aClass] }), /lgtin/],
      [anObjectEvent({ epcList: ['https://id.gs1.org/01/09521234123453'] }), /names a class/],
    ],
  },
  'instance-as-class': {
    keeps: [anObjectEvent({ quantityList: [aQuantity(aClass, 1), aQuantity('urn:epc:idpat:sgtin:9521234.012345.*', 1)] })],
    breaks: [[anObjectEvent({ quantityList: [aQuantity(anEpc, 1)] }), /names one object/]],
  },
  'cbv-word-unknown': {
    keeps: [
      anObjectEvent({
        bizStep: 'shipping',
        disposition: { word: 'https://ns.example.com/disp/odd', text: 'https://ns.example.com/disp/odd' },
      }),
    ],
    breaks: [
      [
        anObjectEvent({ bizStep: { word: 'urn:epcglobal:cbv:bizstep:shiping', text: 'urn:epcglobal:cbv:bizstep:shiping' } }),
        /shiping/,
      ],
      [anObjectEvent({ destinationList: [aDestination('owner', anEpc)] }), /owner/],
    ],
  },
  'corrective-events-of-nothing': {
    keeps: [declared('did_not_occur', []), declared('incorrect_data', ['urn:uuid:1'])],
    breaks: [[declared('did_not_occur', ['urn:uuid:1']), /not to have occurred/]],
  },
  'correction-missing': {
    keeps: [declared('incorrect_data', ['urn:uuid:1'])],
    breaks: [[declared('incorrect_data', []), /what is right/]],
  },
  'disposition-set-and-unset': {
    keeps: [anObjectEvent({ persistentDisposition: { set: [aWord('damaged')], unset: [aWord('active')] } })],
    breaks: [[anObjectEvent({ persistentDisposition: { set: [aWord('damaged')], unset: [aWord('damaged')] } }), /damaged/]],
  },
  'sensor-report-of-nothing': {
    keeps: [withReport({ type: temperature }), withReport({ exception: aWord('ALARM_CONDITION') })],
    breaks: [[withReport({ value: number(1) }), /neither/]],
  },
  'sensor-attribute-twice': {
    keeps: [
      anObjectEvent({ sensorElementList: [{ sensorMetadata: { deviceID: 'urn:x:1' }, sensorReport: [{ type: temperature }] }] }),
    ],
    breaks: [
      [
        anObjectEvent({
          sensorElementList: [
            { sensorMetadata: { deviceID: 'urn:x:1' }, sensorReport: [{ type: temperature, deviceID: 'urn:x:2' }] },
          ],
        }),
        /deviceID/,
      ],
    ],
  },
  'sensor-time-after-event': {
    keeps: [
      anObjectEvent({
        sensorElementList: [{ sensorMetadata: { time: aTime('2025-01-01T00:00:00Z') }, sensorReport: [{ type: temperature }] }],
      }),
    ],
    breaks: [[withReport({ type: temperature, time: aTime('2099-01-01T00:00:00Z') }), /2099/]],
  },
  'sensor-substance-and-organism': {
    keeps: [withReport({ type: temperature, microorganism: 'urn:x:1' })],
    breaks: [[withReport({ type: temperature, microorganism: 'urn:x:1', chemicalSubstance: 'urn:x:2' }), /microorganism/]],
  },
  'sensor-numbers-incomplete': {
    keeps: [withReport({ type: temperature, value: number(1), uom: 'CEL', component: aWord('x') })],
    breaks: [
      [withReport({ type: temperature, uom: 'CEL' }), /no number/],
      [withReport({ type: temperature, component: aWord('x') }), /component x/],
      [withReport({ type: temperature, sDev: number(1) }), /sDev/],
      [withReport({ type: temperature, percRank: number(1) }), /percRank/],
    ],
  },
  'unit-unknown': {
    keeps: [withReport({ type: temperature, value: number(1), uom: 'CEL' })],
    breaks: [[withReport({ type: temperature, value: number(1), uom: 'degC' }), /degC/]],
  },
};

function withoutParent<E extends EpcisEvent & { readonly parentID?: string }>(event: E): EpcisEvent {
  const { parentID: _parentID, ...rest } = event;
  return rest as EpcisEvent; // parentID is optional in both types used here
}

const found = (event: EpcisEvent, id: string): readonly string[] =>
  checkRules({ event, index: 0, at: {}, issues: [] })
    .filter((issue) => issue.id === id)
    .map((issue) => issue.message);

describe('rules', () => {
  it('have samples, each of them', () => assert.deepEqual(Object.keys(samples).sort(), rules.map(({ id }) => id).sort()));

  for (const { id, summary } of rules) {
    const { keeps, breaks } = samples[id] ?? { keeps: [], breaks: [] };
    it(`${id}: ${summary}`, () => {
      for (const event of keeps) assert.deepEqual(found(event, id), [], JSON.stringify(event));
      for (const [event, says] of breaks) assert.match(found(event, id)[0] ?? 'nothing', says, JSON.stringify(event));
    });
  }

  it('list few of many equal faults, and count the rest', () => {
    const messages = found(
      anObjectEvent({ epcList: Array.from({ length: 500 }, (_, n) => `pack ${n}`) }),
      'identifier-not-a-uri',
    );
    assert.equal(messages.length, 21);
    assert.match(messages.at(-1) ?? '', /480 more/);
  });
});

describe('rules of a document', () => {
  const decoded = (event: EpcisEvent, index: number) => ({ event, index, at: {}, issues: [] });

  it('tell two different events with one eventID, an error declaration aside', () => {
    const judge = makeDocumentRules();
    const first = anObjectEvent({ eventID: 'urn:uuid:1' });
    const declaration = { ...first, errorDeclaration: { declarationTime: aTime('2025-04-01T00:00:00Z') } };
    assert.deepEqual(judge(decoded(first, 0)), []);
    assert.deepEqual(judge(decoded(declaration, 1)), []);
    assert.deepEqual(
      judge(decoded(first, 2)).map(({ id, severity }) => [id, severity]),
      [['event-repeated', 'warning']],
    );
    const other = judge(decoded(anObjectEvent({ eventID: 'urn:uuid:1', bizStep: 'receiving' }), 3));
    assert.deepEqual(
      other.map(({ id, severity, event }) => [id, severity, event]),
      [['event-id-repeated', 'error', 3]],
    );
    assert.deepEqual(judge(decoded(anObjectEvent(), 4)), []);
  });
});
