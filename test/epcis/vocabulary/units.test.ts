import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUnitCode, suggestUnitCodes } from '../../../server/epcis/vocabulary/unit-codes.ts';
import { unitFactors } from '../../../server/epcis/vocabulary/unit-factors.ts';
import { toBase } from '../../../server/epcis/vocabulary/units.ts';

const same = (a: [number, string], b: [number, string], of: 'value' | 'interval' = 'value') => {
  const left = toBase(...a, of);
  const right = toBase(...b, of);
  assert.equal(left.kind, right.kind);
  assert.ok(Math.abs(left.value - right.value) <= 1e-9 * Math.abs(right.value), `${a} is ${left.value}, ${b} is ${right.value}`);
};

describe('units of measure', () => {
  it('convert what shops and laboratories write', () => {
    same([1, 'KGM'], [1000, 'GRM']);
    same([1, 'KGM'], [1 / 0.45359237, 'LBR']);
    same([1, 'TNE'], [1000, 'KGM']);
    same([16, 'ONZ'], [1, 'LBR']);
    same([7000, 'GRN'], [1, 'LBR']);
    same([1, 'LTR'], [1000, 'MLT']);
    same([1, 'GLL'], [3.785411784, 'LTR']);
    same([1, 'GLI'], [4.54609, 'LTR']);
    same([128, 'OZA'], [1, 'GLL']);
    same([160, 'OZI'], [1, 'GLI']);
    same([1, 'BUA'], [35.23907016688, 'LTR']);
    same([1, 'MTR'], [100, 'CMT']);
    same([1, 'INH'], [25.4, 'MMT']);
    same([1, 'NMI'], [1852, 'MTR']);
    same([36, 'KMH'], [10, 'MTS']);
    same([1, 'KNT'], [1.852, 'KMH']);
    same([1, 'HUR'], [3600, 'SEC']);
    same([1, 'BAR'], [100, 'KPA']);
    same([1, 'BAR'], [1000, 'MBR']);
    same([1013.25, 'A97'], [1, 'ATM']);
    same([1, 'DZN'], [12, 'EA']);
    same([50, 'P1'], [0.5, 'C62']);
    same([1, 'C38'], [1, 'C35']);
    same([1, 'KWH'], [3.6, '3B']);
    same([180, 'DD'], [Math.PI, 'C81']);
    same([1, 'GM'], [1e-3, '28']);
  });

  it('agree with Recommendation 20 where it gives seven digits', () => {
    const published: readonly [string, string, number][] = [
      ['PS', 'PAL', 6894.757],
      ['ACR', 'MTK', 4046.873],
      ['FTQ', 'MTQ', 2.831685e-2],
      ['OZI', 'MTQ', 2.841306e-5],
      ['BLL', 'MTQ', 0.1589873],
      ['F13', 'KGM', 14.5939],
      ['87', 'KMQ', 16.01846],
      ['K41', 'KMQ', 1.711806e-2],
      ['ON', '28', 3.390575e-2],
      ['M92', 'NU', 1.355818],
      ['P29', 'A24', 3.426259],
      ['2K', 'MQS', 7.86579e-6],
      ['N20', 'PAL', 6.894757e6],
    ];
    for (const [code, base, factor] of published) {
      const ratio = toBase(1, code, 'value').value / toBase(factor, base, 'value').value;
      assert.ok(Math.abs(ratio - 1) < 2e-6, `${code}: ${ratio}`);
    }
  });

  it('bring temperatures to kelvin with the zero of their scale', () => {
    same([0, 'CEL'], [273.15, 'KEL']);
    same([32, 'FAH'], [0, 'CEL']);
    same([212, 'FAH'], [100, 'CEL']);
    same([-40, 'FAH'], [-40, 'CEL']);
    same([491.67, 'A48'], [0, 'CEL']);
  });

  it('convert differences of temperature without it', () => {
    same([1, 'CEL'], [1, 'KEL'], 'interval');
    same([9, 'FAH'], [5, 'CEL'], 'interval');
  });

  it('keep what has no conversion apart', () => {
    assert.deepEqual(toBase(3, 'XUN', 'value'), { kind: 'unit:XUN', value: 3 });
    assert.notEqual(toBase(1, 'XBX', 'value').kind, toBase(1, 'XUN', 'value').kind);
    assert.notEqual(toBase(1, 'NU', 'value').kind, toBase(1, 'JOU', 'value').kind);
  });

  it('belong to one kind each, and are codes', () => {
    const codes = Object.values(unitFactors).flatMap((factors) => Object.keys(factors));
    assert.equal(new Set(codes).size, codes.length);
    for (const [kind, factors] of Object.entries(unitFactors)) assert.ok(Object.values(factors).includes(1), kind);
    for (const code of codes) assert.match(code, /^[0-9A-Z]{2,3}$/);
  });

  it('are known by code, packages by their X', () => {
    for (const code of ['KGM', 'CEL', 'C62', 'H87', 'A93', '4H', 'Q42', 'XUN', 'XBX', 'HN', 'HAR'])
      assert.ok(isUnitCode(code), code);
    for (const code of ['', 'kg', 'KG', 'QQQ', 'CELS', 'XU', 'X', 'kgm']) assert.ok(!isUnitCode(code), code);
  });

  it('are suggested for signs and small letters', () => {
    assert.deepEqual(suggestUnitCodes('kg'), ['KGM']);
    assert.deepEqual(suggestUnitCodes('cel'), ['CEL']);
    assert.deepEqual(suggestUnitCodes('QQQ'), []);
  });
});
