import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Extension, ExtensionValue, SensorReport } from '../../server/epcis/event.ts';
import { isVisible, matches } from '../../server/query/matches.ts';
import { deliveredByTerm, partyTerm } from '../../server/query/term-names.ts';
import {
  aDestination,
  anAggregationEvent,
  anAssociationEvent,
  anObjectEvent,
  aQuantity,
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
const sensor = (...sensorReport: readonly SensorReport[]) => anObjectEvent({ sensorElementList: [{ sensorReport }] });
const temperature = (value: number, uom = 'CEL') => sensor({ type: aWord('Temperature'), value: number(value), uom });

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

describe('classes and quantities', () => {
  const lot = 'urn:epc:class:lgtin:9521234.012345.L1';
  const kind = 'urn:epc:idpat:sgtin:9521234.012345.*';
  const events = [
    anObjectEvent({ quantityList: [aQuantity(lot, 5, 'KGM'), aQuantity(kind, 40)] }),
    anAggregationEvent({ childQuantityList: [aQuantity(lot, 2000, 'GRM')] }),
    aTransformationEvent({ inputQuantityList: [aQuantity(lot, 7, 'LTR')], outputQuantityList: [aQuantity(kind)] }),
  ];

  it('are looked for in the lists of the parameter', () => {
    assert.deepEqual(ask(`MATCH_epcClass=${lot}`, ...events), [0, 1]);
    assert.deepEqual(ask(`MATCH_inputEPCClass=${lot}`, ...events), [2]);
    assert.deepEqual(ask(`MATCH_outputEPCClass=${lot}`, ...events), []);
    assert.deepEqual(ask(`MATCH_anyEPCClass=${lot}`, ...events), [0, 1, 2]);
    assert.deepEqual(ask('MATCH_anyEPCClass=https://id.gs1.org/01/09521234123453/10/L1', ...events), [0, 1, 2]);
  });

  it('are matched by the pattern that names them and by wider ones, not by a serial, and lots not by the pattern of their GTIN', () => {
    assert.deepEqual(ask(`MATCH_epcClass=${kind}`, ...events), [0]);
    assert.deepEqual(ask('MATCH_anyEPCClass=urn:epc:idpat:sgtin:9521234.*.*', ...events), [0, 2]);
    assert.deepEqual(ask('MATCH_epcClass=urn:epc:idpat:sgtin:9521234.012345.400', ...events), []);
    assert.deepEqual(ask('MATCH_epcClass=https://id.gs1.org/01/09521234123453', ...events), [0]);
  });

  it('compare as they stand without a unit, each comparison with any element', () => {
    assert.deepEqual(ask('EQ_quantity=40|7', ...events), [0, 2]);
    assert.deepEqual(ask('GT_quantity=40', ...events), [1]);
    assert.deepEqual(ask('GE_quantity=40', ...events), [0, 1]);
    assert.deepEqual(ask('LE_quantity=5', ...events), [0]);
    assert.deepEqual(ask('GT_quantity=39&LT_quantity=6', ...events), [0]);
  });

  it('convert units, and want one where the question has one', () => {
    assert.deepEqual(ask('EQ_quantity_KGM=2', ...events), [1]);
    assert.deepEqual(ask('EQ_quantity_GRM=5000|2000', ...events), [0, 1]);
    assert.deepEqual(ask('GE_quantity_LBR=4', ...events), [0, 1]);
    assert.deepEqual(ask('LT_quantity_KGM=5', ...events), [1]);
    assert.deepEqual(ask('LE_quantity_KGM=5', ...events), [0, 1]);
    assert.deepEqual(ask('GT_quantity_MLT=6999', ...events), [2]);
    assert.deepEqual(ask('GE_quantity_XUN=0', ...events), []);
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

describe('sensors', () => {
  it('convert units, with exact comparison in one unit and tolerance between two', () => {
    const events = [
      temperature(3.25),
      temperature(276.4, 'KEL'),
      temperature(37.85, 'FAH'),
      temperature(3.26),
      temperature(3.25, 'P1'),
    ];
    assert.deepEqual(ask('EQ_value_CEL=3.25', ...events), [0, 1, 2]);
    assert.deepEqual(ask('GE_value_KEL=276.4', ...events), [0, 1, 2, 3]);
    assert.deepEqual(ask('GT_value_KEL=276.4', ...events), [3]);
    assert.deepEqual(ask('LT_value_FAH=37.86', ...events), [0, 1, 2]);
    assert.deepEqual(ask('EQ_value=3.25', ...events), [0, 4]);
  });

  it('take deviations as differences, whose zero is zero', () => {
    const events = [sensor({ sDev: number(0.9), uom: 'CEL' }), sensor({ sDev: number(1.62), uom: 'FAH' })];
    assert.deepEqual(ask('EQ_sDev_KEL=0.9', ...events), [0, 1]);
    assert.deepEqual(ask('GE_sDev_CEL=0.9', ...events), [0, 1]);
    assert.deepEqual(ask('LT_sDev=1', ...events), [0]);
  });

  it('look at every statistic', () => {
    const event = sensor({
      minValue: number(2),
      maxValue: number(9),
      meanValue: number(5.5),
      percValue: number(8.9),
      percRank: number(95),
      uom: 'CEL',
    });
    for (const asked of [
      'GE_minValue_CEL=2',
      'LT_maxValue_KEL=282.2',
      'LE_meanValue_CEL=5.5',
      'GT_percValue_CEL=8',
      'GE_percRank=95',
      'EQ_percRank=90|95',
    ])
      assert.deepEqual(ask(asked, event, anObjectEvent()), [0], asked);
    assert.deepEqual(ask('LT_percRank=95', event), []);
  });

  it('find attributes in metadata and report, or in the one that is named', () => {
    const events = [
      anObjectEvent({
        sensorElementList: [
          { sensorMetadata: { deviceID: 'urn:epc:id:giai:9521234.S1', time: aTime('2025-03-03T10:00:00Z') }, sensorReport: [{}] },
        ],
      }),
      sensor({ deviceID: 'https://id.gs1.org/8004/9521234S1', time: aTime('2025-03-03T11:00:00Z') }),
    ];
    assert.deepEqual(ask('EQ_deviceID=urn:epc:id:giai:9521234.S1', ...events), [0, 1]);
    assert.deepEqual(ask('EQ_SENSORMETADATA_deviceID=urn:epc:id:giai:9521234.S1', ...events), [0]);
    assert.deepEqual(ask('EQ_SENSORREPORT_deviceID=urn:epc:id:giai:9521234.S1', ...events), [1]);
    assert.deepEqual(ask('GE_time=2025-03-03T10:00:00Z', ...events), [0, 1]);
    assert.deepEqual(ask('LT_time=2025-03-03T11:00:00Z', ...events), [0]);
    assert.deepEqual(ask('GE_SENSORREPORT_time=2025-03-03T10:00:00Z', ...events), [1]);
    assert.deepEqual(ask('EQ_time=2025-03-03T12:00:00%2B02:00', ...events), [0]);
  });

  it('tell a false value from no value', () => {
    const events = [sensor({ booleanValue: false }), sensor({ booleanValue: true }), anObjectEvent()];
    assert.deepEqual(ask('EQ_booleanValue=false', ...events), [0]);
    assert.deepEqual(ask('EXISTS_sensorElement=true', ...events), [0, 1]);
    assert.deepEqual(ask('EXISTS_sensorElementList=true', anObjectEvent({ sensorElementList: [] })), []);
  });

  it('read types in every notation and bytes in either case', () => {
    const event = sensor({ type: aWord('Temperature'), hexBinaryValue: 'f0A1', stringValue: 'clear|dry' });
    for (const text of ['Temperature', 'gs1:Temperature', 'https://gs1.org/voc/Temperature'])
      assert.deepEqual(ask(`EQ_type=${text}`, event), [0]);
    assert.deepEqual(ask('EQ_hexBinaryValue=F0a1', event), [0]);
    assert.deepEqual(ask('EQ_stringValue=foggy|clear%257Cdry', event), [0]);
  });
});

describe('fields of somebody’s own', () => {
  const event = anObjectEvent({
    action: 'ADD',
    ilmd: [
      field('grade', 'A'),
      field('mass', number(55)),
      field('origin', [field('farm', 'F1'), { ns: '', name: 'index', prefix: '', value: '7' }]),
    ],
    extensions: [
      field('score', number(15)),
      field('label', 'red'),
      field('label', 'black'),
      field('due', '2025-03-07T06:00:00.000+01:00'),
      field('nothing', null),
      field('empty', ''),
    ],
    readPoint: { id: 'urn:epc:id:sgln:9521321.00102.0', extensions: [field('lane', '3')] },
    sensorElementList: [
      {
        extensions: [field('probe', [field('depth', number(12))])],
        sensorMetadata: { extensions: [field('calibrated', 'yes')] },
        sensorReport: [{ extensions: [field('severity', number(4))] }],
      },
    ],
  });

  it('are found where they stand: on top, or anywhere below', () => {
    for (const asked of [
      'EQ_ex:score=15',
      'EQ_ex:label=black',
      'GT_ex:score=14',
      'EQ_ILMD_ex:grade=B|A',
      'LE_ILMD_ex:mass=55',
      'EQ_INNER_ILMD_ex:farm=F1',
      'GE_INNER_ILMD_%23index=7',
      'EXISTS_ILMD_ex:origin=true',
      'EQ_readPoint_ex:lane=3',
      'LT_readPoint_ex:lane=3.5',
      'EXISTS_SENSORELEMENT_ex:probe=true',
      'GT_INNER_SENSORELEMENT_ex:depth=10',
      'EQ_SENSORMETADATA_ex:calibrated=yes',
      'GE_SENSORREPORT_ex:severity=4',
    ])
      assert.deepEqual(ask(asked, event, anObjectEvent()), [0], asked);
    for (const asked of [
      'EQ_ILMD_ex:farm=F1',
      'EXISTS_INNER_ILMD_ex:origin=true',
      'EQ_ex:grade=A',
      'EXISTS_ex:lane=true',
      'EXISTS_bizLocation_ex:lane=true',
      'EXISTS_SENSORREPORT_ex:calibrated=true',
    ])
      assert.deepEqual(ask(asked, event), [], asked);
  });

  it('are there when they are not empty', () => {
    assert.deepEqual(ask('EXISTS_ex:label=true', event), [0]);
    assert.deepEqual(ask('EXISTS_ex:nothing=true', event), []);
    assert.deepEqual(ask('EXISTS_ex:empty=true', event), []);
    const withUnit = anObjectEvent({
      extensions: [{ ...field('weight', ''), attributes: [{ ns: '', name: 'unit', prefix: '', value: 'kg' }] }],
    });
    assert.deepEqual(ask('EXISTS_ex:weight=true', withUnit), [0]);
  });

  it('compare numbers by value, times by instant, dates from their beginning', () => {
    assert.deepEqual(ask('EQ_ex:score=15.0', event), [0]);
    assert.deepEqual(ask('EQ_ex:due=2025-03-07T05:00:00Z', event), [0]);
    assert.deepEqual(ask('LT_ex:due=2025-03-07T05:00:00Z', event), []);
    assert.deepEqual(ask('GE_ex:due=2025-03-07', event), [0]);
    const dated = anObjectEvent({ action: 'ADD', ilmd: [field('expiry', '2026-12-31')] });
    assert.deepEqual(ask('LT_ILMD_ex:expiry=2027-01-01', dated), [0]);
    assert.deepEqual(ask('EQ_ILMD_ex:expiry=2026-12-31', dated), [0]);
    assert.deepEqual(ask('GE_ILMD_ex:expiry=2027-01-01T00:00:00Z', dated), []);
  });

  it('keep codes that look like numbers apart', () => {
    const lot = (text: string) => anObjectEvent({ action: 'ADD', ilmd: [field('lot', text)] });
    const lots = [
      lot('007'),
      lot('7'),
      lot('7.0'),
      lot('1E5'),
      lot('100000'),
      lot('12345678901234567890'),
      lot('12345678901234567891'),
    ];
    assert.deepEqual(ask('EQ_ILMD_ex:lot=007', ...lots), [0]);
    assert.deepEqual(ask('EQ_ILMD_ex:lot=7', ...lots), [1, 2]);
    assert.deepEqual(ask('EQ_ILMD_ex:lot=1E5', ...lots), [3]);
    assert.deepEqual(ask('EQ_ILMD_ex:lot=12345678901234567890', ...lots), [5]);
  });

  it('may be named by namespace, and a # at its end is left out of account', () => {
    const xml = anObjectEvent({ extensions: [{ ns: 'http://ns.example.com/epcis', name: 'f', prefix: 'e', value: '1' }] });
    const json = anObjectEvent({
      extensions: [{ ns: 'http://ns.example.com/epcis#', name: 'f', prefix: 'e', value: number(1) }],
    });
    const other = anObjectEvent({ extensions: [{ ns: 'http://ns.example.com/epcis/', name: 'f', prefix: 'e', value: '1' }] });
    assert.deepEqual(ask('EQ_http://ns.example.com/epcis%23f=1', xml, json, other), [0, 1]);
    assert.deepEqual(ask('EQ_http://ns.example.com/epcis/%23f=1', xml, json, other), [2]);
    assert.deepEqual(ask('EQ_http://ns.example.com/epcis/f=1', xml, json, other), [2]);
  });

  it('meet in the namespace of the CBV master data attributes, with and without its colon', () => {
    const lot = (ns: string) =>
      anObjectEvent({ action: 'ADD', ilmd: [{ ns, name: 'lotNumber', prefix: 'cbvmda', value: 'L1' }] });
    assert.deepEqual(ask('EQ_ILMD_cbvmda:lotNumber=L1', lot('urn:epcglobal:cbv:mda'), lot('urn:epcglobal:cbv:mda:')), [0, 1]);
    assert.deepEqual(ask('EQ_ILMD_urn:epcglobal:cbv:mda%23lotNumber=L1', lot('urn:epcglobal:cbv:mda:')), [0]);
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
