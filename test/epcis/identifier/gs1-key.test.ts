import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkDigit,
  constrain,
  integrityFault,
  keyFault,
  padGtin,
  parseKey,
  printKey,
  qualifierFault,
} from '../../../server/epcis/identifier/gs1-key.ts';

describe('check digits', () => {
  it('weigh 3 and 1 from the right', () => {
    assert.equal(checkDigit('629104150021'), 3);
    assert.equal(checkDigit('0950600013435'), 2);
    assert.equal(checkDigit('95212340000000001'), 7);
  });

  it('are 0, not 10, where the sum is divisible by ten', () => assert.equal(checkDigit('0000000000000'), 0));

  it('belong to the GTIN within an ITIP', () => {
    assert.equal(integrityFault('8006', '095060001343520102'), undefined);
    assert.equal(integrityFault('8006', '095060001343510102'), 'check digit 1 should be 2');
  });

  it('are not verified in eight-digit article numbers', () => assert.equal(integrityFault('01', '00000095212341'), undefined));

  it('do not exist in GIAI, GINC and CPI', () => {
    for (const ai of ['8004', '401', '8010'] as const) assert.equal(integrityFault(ai, '9521234ABC'), undefined);
  });
});

describe('the shape of a key', () => {
  it('has the digits of its application identifier, no more and no less', () => {
    assert.equal(keyFault('01', '09506000134352'), undefined);
    assert.match(keyFault('01', '9506000134352') ?? '', /needs 14 digits/);
    assert.match(keyFault('00', '0950600013435200001') ?? '', /nothing after them/);
    assert.match(keyFault('414', '950600013435A') ?? '', /needs 13 digits/);
  });

  it('has the serial of GDTI, GCN and GRAI behind the digits', () => {
    assert.equal(keyFault('253', '9521234000013ABC/1'), undefined);
    assert.match(keyFault('253', `9521234000013${'A'.repeat(18)}`) ?? '', /18 characters, 0 to 17/);
    assert.match(keyFault('255', '9521234000013A') ?? '', /"A" is not allowed/);
  });

  it('begins with the digits of a company prefix where it has no fixed part', () => {
    assert.equal(keyFault('8004', '9521234asset'), undefined);
    assert.match(keyFault('8004', 'asset') ?? '', /company prefix/);
    assert.match(keyFault('8010', '9521234abc') ?? '', /"a" is not allowed/);
  });

  it('wants a filler zero in a GRAI', () => assert.match(integrityFault('8003', '99521234000010') ?? '', /filler/));
});

describe('a qualifier', () => {
  it('is refused beyond its length or its characters', () => {
    assert.equal(qualifierFault({ ai: '235', value: 'x'.repeat(28) }), undefined);
    assert.match(qualifierFault({ ai: '21', value: 'x'.repeat(21) }) ?? '', /1 to 20/);
    assert.match(qualifierFault({ ai: '21', value: '' }) ?? '', /0 characters/);
    assert.match(qualifierFault({ ai: '10', value: 'a b' }) ?? '', /" " is not allowed/);
  });

  it('of a component has no leading zero', () => {
    assert.match(qualifierFault({ ai: '8011', value: '012' }) ?? '', /leading zero/);
    assert.equal(qualifierFault({ ai: '8011', value: '0' }), undefined);
  });
});

describe('the constrained form', () => {
  const value = '09506000134352';

  it('keeps the finest qualifier alone', () => {
    const lot = { ai: '10', value: 'L' } as const;
    const serial = { ai: '21', value: 'S' } as const;
    assert.deepEqual(constrain('01', value, [{ ai: '22', value: 'V' }, lot, serial]), { ai: '01', value, qualifier: serial });
    assert.deepEqual(constrain('01', value, [{ ai: '22', value: 'V' }, lot]), { ai: '01', value, qualifier: lot });
    assert.deepEqual(constrain('01', value, [{ ai: '22', value: 'V' }]), { ai: '01', value });
  });

  it('drops the extension 0 of a location, which says that there is none', () =>
    assert.deepEqual(constrain('414', '9521234000013', [{ ai: '254', value: '0' }]), { ai: '414', value: '9521234000013' }));

  it('drops the service relation of GSRNs', () =>
    assert.deepEqual(constrain('8018', '952123400000000013', [{ ai: '8019', value: '1' }]), {
      ai: '8018',
      value: '952123400000000013',
    }));

  it('pads GTINs of 8, 12 and 13 digits, and nothing else', () => {
    assert.equal(padGtin('01', '95060001'), '00000095060001');
    assert.equal(padGtin('01', '614141000012'), '00614141000012');
    assert.equal(padGtin('01', '123456789'), '123456789');
    assert.equal(padGtin('417', '614141000012'), '614141000012');
  });
});

describe('a written key', () => {
  it('escapes the eight characters and no other', () => {
    const key = { ai: '01', value: '09506000134352', qualifier: { ai: '21', value: '"%&/<>?!()*+,:;=' } } as const;
    assert.equal(printKey(key), '01/09506000134352/21/%22%25%26%2F%3C%3E%3F!()*+,:;=');
    assert.deepEqual(parseKey(printKey(key)), key);
    assert.equal(printKey({ ai: '8010', value: '9521234A#/1' }), '8010/9521234A%23%2F1');
  });

  it('is read again, and nothing else is', () => {
    assert.deepEqual(parseKey('00/095060001343520003'), { ai: '00', value: '095060001343520003' });
    for (const text of [
      '',
      '01',
      '01/1',
      '99/1',
      '01/09506000134352/21',
      '01/09506000134352/22/V',
      '01/09506000134352/21/S/10',
      '01/09506000134352/21/%zz',
      'a/b',
    ])
      assert.equal(parseKey(text), undefined, text);
  });
});
