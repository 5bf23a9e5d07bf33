import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Extension, ExtensionValue } from '../../server/epcis/event.ts';
import { anObjectEvent } from '../build/event.ts';
import { ask, prefixes } from './ask.ts';

const field = (name: string, value: ExtensionValue): Extension => ({ ns: prefixes.ex, name, prefix: 'ex', value });
const number = (value: number) => ({ value, text: String(value) });

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
