import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Extension, ExtensionValue } from '../../server/epcis/event.ts';
import { isVisible, matches } from '../../server/query/matches.ts';
import { deliveredByTerm, partyTerm } from '../../server/query/term-names.ts';
import {
  aDestination,
  anAggregationEvent,
  anAssociationEvent,
  anObjectEvent,
  aSource,
  aTime,
  aTransactionEvent,
  aTransformationEvent,
  aVendorEvent,
  aWord,
  stored,
} from '../build/event.ts';
import { ask, prefixes } from './ask.ts';

const field = (name: string, value: ExtensionValue): Extension => ({ ns: prefixes.ex, name, prefix: 'ex', value });
const number = (value: number) => ({ value, text: String(value) });
const pack = (serial: string) => `urn:epc:id:sgtin:9521234.012345.${serial}`;

describe('types, times, words', () => {
  it('asks for standard types, a QuantityEvent by both its names, and types of somebody’s own', () => {
    const events = [
      anObjectEvent(),
      anObjectEvent({ wasQuantityEvent: true }),
      aVendorEvent({ eventType: { ns: prefixes.ex, name: 'InspectionEvent', prefix: 'v' } }),
    ];
    assert.deepEqual(ask('eventType=ObjectEvent', ...events), [0, 1]);
    assert.deepEqual(ask('eventType=QuantityEvent', ...events), [1]);
    assert.deepEqual(ask('eventType=ex:InspectionEvent', ...events), [2]);
    assert.deepEqual(ask(`eventType=${encodeURIComponent(`${prefixes.ex}InspectionEvent`)}`, ...events), [2]);
    assert.deepEqual(ask('eventType=TransactionEvent|ObjectEvent', ...events), [0, 1]);
  });

  it('takes the lower bound in and leaves the upper one out, by instant and not by text', () => {
    const event = anObjectEvent({ eventTime: '2025-03-03T12:00:00.000+01:00' });
    const kept = stored(event, { recordTime: Date.UTC(2025, 2, 3, 11) });
    for (const name of ['eventTime', 'recordTime']) {
      assert.deepEqual(ask(`GE_${name}=2025-03-03T11:00:00Z`, kept), [0]);
      assert.deepEqual(ask(`GE_${name}=2025-03-03T13:00:00.000%2B02:00`, kept), [0]);
      assert.deepEqual(ask(`LT_${name}=2025-03-03T11:00:00Z`, kept), []);
      assert.deepEqual(ask(`LT_${name}=2025-03-03T11:00:00.001Z`, kept), [0]);
    }
  });

  it('never finds a TransformationEvent by action', () => {
    assert.deepEqual(ask('EQ_action=ADD|OBSERVE|DELETE', anObjectEvent(), aTransformationEvent(), aVendorEvent()), [0]);
  });

  it('reads words in every notation, and asks for nothing that is absent', () => {
    const events = [anObjectEvent({ bizStep: 'shipping', disposition: 'in_transit' }), anObjectEvent()];
    for (const text of [
      'shipping',
      'urn:epcglobal:cbv:bizstep:shipping',
      'https://ref.gs1.org/cbv/BizStep-shipping',
      'cbv:BizStep-shipping',
    ])
      assert.deepEqual(ask(`EQ_bizStep=${encodeURIComponent(text)}`, ...events), [0]);
    assert.deepEqual(ask('EQ_disposition=urn:epcglobal:cbv:disp:in_transit', ...events), [0]);
    assert.deepEqual(ask('EQ_bizStep=shipping&EQ_disposition=active', ...events), []);
  });

  it('asks for words of somebody’s own by URI or declared prefix', () => {
    const event = anObjectEvent({ bizStep: `${prefixes.ex}polishing` });
    assert.deepEqual(ask('EQ_bizStep=ex:polishing', event), [0]);
    assert.deepEqual(ask(`EQ_bizStep=${prefixes.ex}polishing`, event), [0]);
  });

  it('looks in both lists of the persistent disposition by themselves', () => {
    const event = anObjectEvent({
      persistentDisposition: { set: [aWord('recalled'), aWord('damaged')], unset: [aWord('available')] },
    });
    assert.deepEqual(ask('EQ_persistentDisposition_set=damaged', event), [0]);
    assert.deepEqual(ask('EQ_persistentDisposition_unset=damaged', event), []);
    assert.deepEqual(ask('EQ_persistentDisposition_unset=available|damaged', event), [0]);
  });
});

describe('places, parties, documents', () => {
  it('meets places in every notation, and keeps a place apart from its extensions', () => {
    const event = anObjectEvent({
      readPoint: 'urn:epc:id:sgln:9521321.00102.G1',
      bizLocation: 'https://example.org/414/9521321001022',
    });
    assert.deepEqual(ask('EQ_readPoint=https://id.gs1.org/414/9521321001022/254/G1', event), [0]);
    assert.deepEqual(ask('EQ_readPoint=(414)9521321001022(254)G1', event), [0]);
    assert.deepEqual(ask('EQ_readPoint=urn:epc:id:sgln:9521321.00102.0', event), []);
    assert.deepEqual(ask('EQ_bizLocation=urn:epc:id:sgln:9521321.00102.0', event), [0]);
  });

  it('wants type and identifier in one entry', () => {
    const po = 'urn:epcglobal:cbv:bt:9521234000013:PO-1';
    const event = aTransactionEvent({
      bizTransactionList: [
        { type: aWord('po'), bizTransaction: po },
        { type: aWord('desadv'), bizTransaction: 'urn:epc:id:gdti:9521234.00005.D1' },
        { bizTransaction: 'https://x.example/1' },
      ],
      sourceList: [aSource('owning_party', 'urn:epc:id:pgln:9521234.00001')],
      destinationList: [aDestination('possessing_party', 'https://id.gs1.org/417/9521234000020')],
    });
    assert.deepEqual(ask(`EQ_bizTransaction_po=${po}`, event), [0]);
    assert.deepEqual(ask(`EQ_bizTransaction_desadv=${po}`, event), []);
    assert.deepEqual(ask(`EQ_bizTransaction_urn:epcglobal:cbv:btt:po=other|${po}`, event), [0]);
    assert.deepEqual(ask('EQ_bizTransaction_cbv:BTT-desadv=https://id.gs1.org/253/9521234000051D1', event), [0]);
    assert.deepEqual(ask('EQ_bizTransaction_po=https://x.example/1', event), []);
    assert.deepEqual(ask('EQ_source_owning_party=https://id.gs1.org/417/9521234000013', event), [0]);
    assert.deepEqual(ask('EQ_source_possessing_party=https://id.gs1.org/417/9521234000013', event), []);
    assert.deepEqual(ask('EQ_destination_possessing_party=urn:epc:id:pgln:9521234.00002', event), [0]);
    assert.deepEqual(
      ask('EQ_destination_https%3A%2F%2Fref.gs1.org%2Fcbv%2FSDT-possessing_party=urn:epc:id:pgln:9521234.00002', event),
      [0],
    );
  });

  it('keeps a party apart from the place of the same GLN, as the standard does', () => {
    const event = anObjectEvent({ sourceList: [aSource('owning_party', 'urn:epc:id:pgln:9521321.00102')] });
    assert.deepEqual(ask('EQ_source_owning_party=urn:epc:id:sgln:9521321.00102.0', event), []);
  });

  it('finds transformations by their identity', () => {
    const event = aTransformationEvent({ transformationID: 'urn:epc:id:gdti:9521234.00009.T1' });
    assert.deepEqual(ask('EQ_transformationID=https://id.gs1.org/253/9521234000099T1', event, anObjectEvent()), [0]);
  });
});

describe('EPCs', () => {
  const events = [
    anObjectEvent({ epcList: [pack('1'), pack('2')] }),
    anAggregationEvent({ parentID: 'urn:epc:id:sscc:9521234.3000000001', childEPCs: [pack('1')] }),
    aTransformationEvent({ inputEPCList: [pack('1')], outputEPCList: ['urn:epc:id:sgtin:9521234.054321.9'] }),
    anAssociationEvent({ parentID: pack('7'), childEPCs: ['urn:epc:id:giai:9521234.S1'] }),
  ];

  it('are looked for in the fields of the parameter and no others', () => {
    assert.deepEqual(ask(`MATCH_epc=${pack('1')}`, ...events), [0, 1]);
    assert.deepEqual(ask('MATCH_epc=urn:epc:id:sscc:9521234.3000000001', ...events), []);
    assert.deepEqual(ask('MATCH_parentID=urn:epc:id:sscc:9521234.3000000001', ...events), [1]);
    assert.deepEqual(ask(`MATCH_parentID=${pack('1')}`, ...events), []);
    assert.deepEqual(ask(`MATCH_inputEPC=${pack('1')}`, ...events), [2]);
    assert.deepEqual(ask(`MATCH_outputEPC=${pack('1')}`, ...events), []);
    assert.deepEqual(ask('MATCH_outputEPC=urn:epc:id:sgtin:9521234.054321.9', ...events), [2]);
    assert.deepEqual(ask(`MATCH_anyEPC=${pack('1')}|${pack('7')}`, ...events), [0, 1, 2, 3]);
  });

  it('meet in every notation', () => {
    for (const text of [
      'https://id.gs1.org/01/09521234123453/21/2',
      'http://shop.example/de/01/09521234123453/21/2?17=261231',
      '(01)09521234123453(21)2',
    ])
      assert.deepEqual(ask(`MATCH_epc=${encodeURIComponent(text)}`, ...events), [0]);
  });

  it('are covered by patterns component by component', () => {
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:sgtin:9521234.012345.*', ...events), [0, 1]);
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:sgtin:9521234.*.*', ...events), [0, 1]);
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:sgtin:*.*.*', ...events), [0, 1]);
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:sgtin:9521234.*.2', ...events), [0]);
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:sgtin:952123.*.*', ...events), []);
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:giai:9521234.*', ...events), [3]);
    assert.deepEqual(ask('MATCH_anyEPC=urn:epc:idpat:sscc:9521234.*|urn:epc:idpat:sgtin:9521234.054321.*', ...events), [1, 2]);
    assert.deepEqual(ask('MATCH_epc=urn:epc:idpat:sgtin:9521234.012345.2', ...events), [0]);
  });

  it('are not covered by their class without a serial', () => {
    assert.deepEqual(ask('MATCH_epc=https://id.gs1.org/01/09521234123453', ...events), []);
  });
});

describe('corrections', () => {
  const wrong = anObjectEvent({
    eventID: 'urn:uuid:1',
    errorDeclaration: {
      declarationTime: aTime('2025-03-05T10:00:00+01:00'),
      reason: aWord('incorrect_data'),
      correctiveEventIDs: ['urn:uuid:2', 'urn:uuid:3'],
      extensions: [field('clerk', 'QA-7'), field('ticket', [field('number', number(4711))])],
    },
  });
  const right = anObjectEvent({ eventID: 'urn:uuid:2' });

  it('are asked for by presence, and a false presence asks for nothing', () => {
    assert.deepEqual(ask('EXISTS_errorDeclaration=true', wrong, right), [0]);
    assert.deepEqual(ask('EXISTS_errorDeclaration=false', wrong, right), [0, 1]);
  });

  it('are asked for by reason, time, corrective events and fields of somebody’s own', () => {
    assert.deepEqual(ask('EQ_errorReason=urn:epcglobal:cbv:er:incorrect_data', wrong, right), [0]);
    assert.deepEqual(ask('GE_errorDeclarationTime=2025-03-05T09:00:00Z', wrong, right), [0]);
    assert.deepEqual(ask('LT_errorDeclaration_Time=2025-03-05T09:00:00Z', wrong, right), []);
    assert.deepEqual(ask('EQ_correctiveEventID=urn:uuid:3', wrong, right), [0]);
    assert.deepEqual(ask('EQ_eventID=urn:uuid:2|urn:uuid:9', wrong, right), [1]);
    assert.deepEqual(ask('EQ_ERROR_DECLARATION_ex:clerk=QA-7', wrong, right), [0]);
    assert.deepEqual(ask('GE_INNER_ERROR_DECLARATION_ex:number=4711', wrong, right), [0]);
    assert.deepEqual(ask('EXISTS_ERROR_DECLARATION_ex:number=true', wrong, right), []);
  });

  it('finds an event without identity of its own by its hash', () => {
    const anonymous = stored(anObjectEvent());
    assert.deepEqual(ask(`EQ_eventID=${encodeURIComponent(anonymous.eventID)}`, anonymous, right), [0]);
  });
});

describe('what somebody may see', () => {
  const event = stored(
    anObjectEvent({
      readPoint: 'urn:epc:id:sgln:9521321.00102.G1',
      sourceList: [aSource('possessing_party', 'urn:epc:id:pgln:9521234.00001')],
      destinationList: [aDestination('location', 'https://id.gs1.org/414/9521234000020')],
    }),
    { deliveredBy: 'alpha', sender: '0614141000012' },
  );

  it('is what he delivered, sent, or is named in, by whatever form of his GLN', () => {
    for (const term of [
      deliveredByTerm('alpha'),
      partyTerm('0614141000012'),
      partyTerm('urn:epc:id:sgln:0614141.00001.0'),
      partyTerm('urn:epc:id:pgln:9521321.00102'),
      partyTerm('9521234000013'),
      partyTerm('(414)9521234000020'),
    ])
      assert.ok(isVisible([[term]], event), term);
    for (const term of [deliveredByTerm('beta'), partyTerm('9521234000037')]) assert.ok(!isVisible([[term]], event), term);
  });

  it('is what every member allows', () => {
    assert.ok(isVisible([], event));
    assert.ok(isVisible([[deliveredByTerm('beta'), partyTerm('9521234000013')], ['eventType=ObjectEvent']], event));
    assert.ok(!isVisible([[deliveredByTerm('alpha')], []], event));
    assert.ok(isVisible([['epc.class=sgtin:01/09521234123453']], event));
  });
});

describe('a question to master data', () => {
  it('is not answered before it was looked up', () => {
    const within = { parameter: 'WD_readPoint', kind: 'within', field: 'readPoint', anyOf: [] } as const;
    assert.throws(() => matches({ where: [within] }, stored(anObjectEvent())), { code: 'query-parameter' });
  });
});
