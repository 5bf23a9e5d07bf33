import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashTime, hashValue, hashWord, plainDecimal, sortByBytes } from '../../server/epcis/hash-values.ts';
import { parseTime } from '../../server/epcis/time.ts';

function time(text: string): string {
  const parsed = parseTime(text);
  assert.ok(parsed, text);
  return hashTime(parsed);
}

describe('a number in the hash', () => {
  it('is plain and has no zeros that say nothing', () => {
    const numbers: Readonly<Record<string, string>> = {
      '1.0': '1',
      '0.3400': '0.34',
      '1E3': '1000',
      '12E3': '12000',
      '1.5e2': '150',
      '1.2345E2': '123.45',
      '15e-1': '1.5',
      '5e-3': '0.005',
      '12e-2': '0.12',
      '007': '7',
      '-0.50': '-0.5',
      '+3': '3',
      '-0': '0',
      '0.000': '0',
      '.5': '0.5',
      '5.': '5',
      '100': '100',
      '0E5': '0',
    };
    for (const [text, plain] of Object.entries(numbers)) assert.equal(plainDecimal(text), plain, text);
  });

  it('keeps every digit', () => {
    const digits = '12345678901234567890.12345678901234567891';
    assert.equal(plainDecimal(digits), digits);
  });

  it('is nothing that only resembles one', () => {
    for (const text of ['', '.', '1,5', '1e', 'E3', '1_000', '0x10', 'NaN', '1E999999999', '1.2.3', '- 1'])
      assert.equal(plainDecimal(text), undefined, text);
    assert.equal(hashValue('1E999999999'), '1E999999999');
  });
});

describe('a time in the hash', () => {
  it('is UTC with three decimals', () => {
    assert.equal(time('2020-03-04T11:00:30+01:00'), '2020-03-04T10:00:30.000Z');
    assert.equal(time('2020-03-04T11:00:30.1Z'), '2020-03-04T11:00:30.100Z');
  });

  it('is rounded half up on its digits', () => {
    assert.equal(time('2020-03-04T11:00:30.1414999999999999999999Z'), '2020-03-04T11:00:30.141Z');
    assert.equal(time('2020-03-04T11:00:30.1415Z'), '2020-03-04T11:00:30.142Z');
    assert.equal(time('2020-03-04T11:00:30.1425-06:00'), '2020-03-04T17:00:30.143Z');
    assert.equal(time('2019-12-31T23:59:59.9996Z'), '2020-01-01T00:00:00.000Z');
    assert.equal(time('2020-03-04T11:00:30.99949999999999999999Z'), '2020-03-04T11:00:30.999Z');
  });
});

describe('a value in the hash', () => {
  it('is trimmed outside and kept inside', () => assert.equal(hashValue('  a  b\n'), 'a  b'));

  it('is the canonical Digital Link of a GS1 key in URN or on another domain', () => {
    assert.equal(hashValue('urn:epc:id:sgln:9521234.00001.0'), 'https://id.gs1.org/414/9521234000013');
    assert.equal(
      hashValue('https://example.com/x/01/10614141123459/10/L/21/S%2f1?17=261231'),
      'https://id.gs1.org/01/10614141123459/21/S%2F1',
    );
  });

  it('is not an element string in another field’s text', () =>
    assert.equal(hashValue('(01)10614141123459'), '(01)10614141123459'));

  it('has its CBV and GS1 names in full', () => {
    assert.equal(hashValue('urn:epcglobal:cbv:bizstep:flying'), 'https://ref.gs1.org/cbv/BizStep-flying');
    assert.equal(hashValue('cbv:BTT-po'), 'https://ref.gs1.org/cbv/BTT-po');
    assert.equal(hashValue('gs1:Temperature'), 'https://ref.gs1.org/voc/Temperature');
    assert.equal(hashValue('https://gs1.org/voc/Temperature'), 'https://ref.gs1.org/voc/Temperature');
    assert.equal(hashValue('epcis:ObjectEvent'), 'https://ref.gs1.org/epcis/ObjectEvent');
    assert.equal(hashValue('urn:epcglobal:cbv:bt:9521234000013:1'), 'urn:epcglobal:cbv:bt:9521234000013:1');
  });
});

describe('a word in the hash', () => {
  it('has the full name of its field', () => {
    assert.equal(
      hashWord('bizStep', { word: 'shipping', text: 'cbv:BizStep-shipping' }),
      'https://ref.gs1.org/cbv/BizStep-shipping',
    );
    assert.equal(hashWord('component', { word: 'x', text: 'x' }), 'https://ref.gs1.org/cbv/Comp-x');
    assert.equal(
      hashWord('measurementType', { word: 'Temperature', text: 'gs1:Temperature' }),
      'https://ref.gs1.org/voc/Temperature',
    );
  });

  it('of somebody’s own is as written', () => {
    assert.equal(hashWord('measurementType', { word: 'https://ns.example.com/Abc', text: 'example:Abc' }), 'example:Abc');
    assert.equal(
      hashWord('bizStep', { word: 'urn:epcglobal:cbv:bizstep:transforming', text: 'urn:epcglobal:cbv:bizstep:transforming' }),
      'https://ref.gs1.org/cbv/BizStep-transforming',
    );
  });
});

describe('sorting', () => {
  it('is by the bytes of UTF-8', () => {
    assert.deepEqual(sortByBytes(['{', 'b', 'A', 'a', 'B', '1']), ['1', 'A', 'B', 'a', 'b', '{']);
    // As UTF-16 the first would be less.
    assert.deepEqual(sortByBytes(['\u{1F600}', '\uFFFD', 'é', 'z']), ['z', 'é', '\uFFFD', '\u{1F600}']);
  });
});
