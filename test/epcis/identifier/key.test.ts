import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { digitalLinkOf, identifierKey } from '../../../server/epcis/identifier/key.ts';
import { toDigitalLink, toEpcUrn } from '../../../server/epcis/identifier/translate.ts';

describe('the key of an identifier', () => {
  it('is one for all notations of a pack', () => {
    const notations = [
      'urn:epc:id:sgtin:0614141.112345.6789%2FA',
      'urn:epc:id:sgtin:061414.1112345.6789%2fA',
      'https://id.gs1.org/01/10614141123459/21/6789%2FA',
      'HTTPS://ID.EXAMPLE.COM/01/10614141123459/21/6789%2fA',
      'http://example.com:8080/some/path/gtin/10614141123459/cpv/2A/lot/L1/ser/6789%2FA?17=261231#top',
      'https://example.com/01/10614141123459/21/6789%2FA/',
      '(01)10614141123459(21)6789/A',
      '(01)10614141123459(17)261231(10)L1(21)6789/A',
      '(10)L1(01)10614141123459(21)6789/A',
    ];
    for (const notation of notations) assert.equal(identifierKey(notation), '01/10614141123459/21/6789%2FA', notation);
  });

  it('is one for a location with and without the extension 0', () => {
    for (const notation of [
      'urn:epc:id:sgln:9521234.00001.0',
      'https://id.gs1.org/414/9521234000013',
      'https://x.org/414/9521234000013/254/0',
    ])
      assert.equal(identifierKey(notation), '414/9521234000013');
    assert.equal(identifierKey('urn:epc:id:sgln:9521234.00001.A.1'), '414/9521234000013/254/A.1');
  });

  it('tells a party from a place', () => assert.equal(identifierKey('urn:epc:id:pgln:9521234.00001'), '417/9521234000013'));

  it('of a class is the class', () => {
    assert.equal(identifierKey('urn:epc:idpat:sgtin:0614141.112345.*'), '01/10614141123459');
    assert.equal(identifierKey('urn:epc:class:lgtin:0614141.112345.L-1'), '01/10614141123459/10/L-1');
    assert.equal(identifierKey('https://example.com/01/614141000012'), '01/00614141000012');
  });

  it('keeps a wrong check digit, so that the wrong one meets itself and never the right one', () => {
    assert.equal(identifierKey('https://example.com/00/095212340000000011'), '00/095212340000000011');
    assert.equal(identifierKey('(00)095212340000000011'), '00/095212340000000011');
  });

  it('is the text itself for everything else', () => {
    const others = [
      '',
      'hello',
      'urn:uuid:9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
      'urn:epc:id:gid:31415.1.2',
      'urn:epc:idpat:sgtin:0614141.*.*',
      'urn:epc:id:sgtin:0614141.112345',
      'urn:epc:id:sgtin:0614141.112345.a/b',
      'urn:epc:id:sgtin:0614141.112345.a b',
      'urn:epc:id:sgtin:0614141112345..1',
      'urn:epc:id:sgtin:06141.41112345.1',
      'urn:epc:id:sgtin:0614141.112345.123456789012345678901',
      'urn:epc:id:sscc:0614141.123456789',
      'urn:epc:id:sscc:0614141.12345678901',
      'urn:epc:id',
      'urn:epc:id:sgtin',
      'urn:epc:idpat:sgtin',
      'urn:epc:class:sgtin:0614141.112345.1',
      'http://www.w3.org/2000/01/rdf-schema#',
      'https://example.com/01/10614141123459/99/x',
      'https://example.com/21/S/01/10614141123459',
      'https://id.gs1.org/8010/9521234A#1/8011/1',
      'https://id.gs1.org/01/10614141123459/21/%E4%B8%AD',
      '(01)123',
      '(99)1',
    ];
    for (const text of others) assert.equal(identifierKey(text), text);
  });

  it('becomes a canonical Digital Link again', () => {
    assert.equal(digitalLinkOf('00/095212340000000013'), 'https://id.gs1.org/00/095212340000000013');
    assert.equal(digitalLinkOf('urn:epc:id:gid:1.2.3'), 'urn:epc:id:gid:1.2.3');
    assert.equal(digitalLinkOf('http://example.com/a'), 'http://example.com/a');
  });
});

describe('translation', () => {
  it('goes to a Digital Link and back with the length of the prefix', () => {
    assert.equal(toDigitalLink('urn:epc:id:giai:9521234.A%2F1'), 'https://id.gs1.org/8004/9521234A%2F1');
    assert.equal(toEpcUrn('https://example.com/8004/9521234A%2F1', { gcpLength: 7 }), 'urn:epc:id:giai:9521234.A%2F1');
    assert.equal(toEpcUrn('https://example.com/8004/9521234A%2F1'), undefined);
    assert.equal(toEpcUrn('https://example.com/8004/9521234A%2F1', { gcpLength: 8 }), undefined);
  });

  it('leaves a URN a URN', () => {
    assert.equal(toEpcUrn('urn:epc:id:sscc:9521234.3000000001'), 'urn:epc:id:sscc:9521234.3000000001');
    assert.equal(toEpcUrn('urn:epc:id:gid:1.2.3'), 'urn:epc:id:gid:1.2.3');
  });

  it('does not carry a wrong check digit over, nor what is no identifier', () => {
    for (const text of [
      'https://id.gs1.org/00/095212340000000011',
      'urn:epc:id:sgtin:1.2.3',
      'https://example.com/x',
      'urn:uuid:1',
    ]) {
      assert.equal(toDigitalLink(text), undefined);
      assert.equal(toEpcUrn(text, { gcpLength: 7 }), undefined);
    }
    assert.equal(toDigitalLink('urn:epc:id:gid:1.2.3'), undefined);
  });
});
