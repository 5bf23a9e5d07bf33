import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SensorReport } from '../../server/epcis/event.ts';
import { anAggregationEvent, anObjectEvent, aQuantity, aTime, aTransformationEvent, aWord } from '../build/event.ts';
import { ask } from './ask.ts';

const number = (value: number) => ({ value, text: String(value) });
const sensor = (...sensorReport: readonly SensorReport[]) => anObjectEvent({ sensorElementList: [{ sensorReport }] });
const temperature = (value: number, uom = 'CEL') => sensor({ type: aWord('Temperature'), value: number(value), uom });

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
