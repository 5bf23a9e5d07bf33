import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePrefixTable } from '../../../server/epcis/identifier/company-prefix.ts';
import { describeIdentifier } from '../../../server/epcis/identifier/describe.ts';

const reasonFor = (value: string, options = {}): string => {
  const { valid, reason } = describeIdentifier(value, options);
  assert.equal(valid, false, `${value} is valid`);
  return reason ?? '';
};

describe('a valid identifier', () => {
  it('is described in all of its forms', () => {
    assert.deepEqual(describeIdentifier('urn:epc:id:sgtin:0614141.112345.6789%2fA'), {
      value: 'urn:epc:id:sgtin:0614141.112345.6789%2fA',
      valid: true,
      scheme: 'sgtin',
      level: 'instance',
      reason: null,
      urn: 'urn:epc:id:sgtin:0614141.112345.6789%2FA',
      digitalLink: 'https://id.gs1.org/01/10614141123459/21/6789%2FA',
      elementString: '(01)10614141123459(21)6789/A',
    });
  });

  it('has no URN without the length of its company prefix, which is never guessed', () => {
    const link = 'https://example.com/01/10614141123459/21/1';
    assert.equal(describeIdentifier(link).urn, null);
    assert.equal(describeIdentifier(link, { gcpLength: 7 }).urn, 'urn:epc:id:sgtin:0614141.112345.1');
    const prefixes = parsePrefixTable('{"GCPPrefixFormatList":{"entry":[{"prefix":"0614","gcpLength":8}]}}');
    assert.equal(describeIdentifier(link, { prefixes }).urn, 'urn:epc:id:sgtin:06141411.12345.1');
    assert.equal(describeIdentifier(link, { prefixes, gcpLength: 7 }).urn, 'urn:epc:id:sgtin:0614141.112345.1');
  });

  it('knows its level', () => {
    const levels = {
      'urn:epc:id:sgln:9521234.00001.0': 'location',
      'urn:epc:id:pgln:9521234.00001': 'party',
      'urn:epc:class:lgtin:9521234.012345.L1': 'class',
      'urn:epc:idpat:sgtin:9521234.012345.*': 'class',
      'urn:epc:idpat:upui:9521234.012345.*': 'class',
      'urn:epc:idpat:sgtin:9521234.*.*': 'pattern',
      'urn:epc:idpat:sscc:9521234.*': 'pattern',
      'urn:epc:idpat:gid:31415.*.*': 'pattern',
      'https://id.gs1.org/01/09521234123453': 'class',
      'https://id.gs1.org/8003/09521234000013': 'class',
      'https://id.gs1.org/8003/095212340000131': 'instance',
      'https://id.gs1.org/253/9521234000013': 'class',
      'https://id.gs1.org/8010/9521234ABC': 'class',
      'https://id.gs1.org/8006/095212341234530102/10/L': 'class',
      'urn:epc:id:gid:31415.1.2': 'instance',
    };
    for (const [value, level] of Object.entries(levels)) assert.equal(describeIdentifier(value).level, level, value);
  });

  it('without a GS1 key is a URN and nothing else', () => {
    const { valid, urn, digitalLink, elementString } = describeIdentifier('urn:epc:id:adi:W81X9C.3KL984PX1.2WMA52');
    assert.deepEqual([valid, urn, digitalLink, elementString], [true, 'urn:epc:id:adi:W81X9C.3KL984PX1.2WMA52', null, null]);
  });

  it('that no URN can say has none', () => {
    assert.equal(describeIdentifier('https://id.gs1.org/8006/095212341234530102/10/L', { gcpLength: 7 }).urn, null);
    assert.equal(describeIdentifier('https://id.gs1.org/01/00000095212341').urn, null);
  });

  it('of eight digits has the prefix that the range gives it', () =>
    assert.equal(describeIdentifier('https://id.gs1.org/01/95212340').urn, 'urn:epc:idpat:sgtin:00000952.01234.*'));
});

describe('an invalid identifier', () => {
  it('says what is wrong with its check digit', () =>
    assert.equal(reasonFor('https://id.gs1.org/00/095212340000000011'), 'check digit 1 should be 3'));

  it('says what is wrong with its form', () => {
    assert.match(reasonFor('hello'), /neither/);
    assert.match(reasonFor('URN:EPC:ID:SGTIN:0614141.112345.400'), /lower case/);
    assert.match(reasonFor('urn:epc:id:sgtin:0614141.112345'), /2 components, 3/);
    assert.match(reasonFor('urn:epc:id:sgtin:061414.112345.1'), /13 digits together/);
    assert.match(reasonFor('urn:epc:id:sgtin:06141.11234567.1'), /6 to 12 digits/);
    assert.match(reasonFor('urn:epc:id:sgtin:0614141.112345.a/b'), /%XX/);
    assert.match(reasonFor('urn:epc:id:sgtin:0614141.112345.a%21b'), /%XX/);
    assert.match(reasonFor('urn:epc:id:sgtin:0614141.112345.'), /0 characters/);
    assert.match(reasonFor('urn:epc:id:lgtin:0614141.112345.1'), /no scheme lgtin/);
    assert.match(reasonFor('urn:epc:class:sgtin:0614141.112345.1'), /no scheme sgtin/);
    assert.match(reasonFor('urn:epc:idpat:sgtin:0614141.112345.1'), /ends in \*/);
    assert.match(reasonFor('urn:epc:idpat:sgtin:*.112345.*'), /after the first \*/);
    assert.match(reasonFor('urn:epc:idpat:sgtin:0614141.112345.[1-2]'), /not allowed/);
    assert.match(reasonFor('urn:epc:idpat:itip:0614141.112345.1.02.*'), /two digits/);
    assert.match(reasonFor('urn:epc:id:itip:0614141.112345.1.02.S'), /two digits/);
    assert.match(reasonFor('urn:epc:idpat:nothing:1.*'), /no scheme nothing/);
    assert.match(reasonFor('urn:epc:id:cpi:9521234.A.012'), /leading zero/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/21/a"b'), /unescaped/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/21/a#b'), /fragment/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/10/L/22/V'), /order/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/21/S/235/T'), /exclude/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/254/S'), /no qualifier/);
    assert.match(reasonFor('https://id.gs1.org/21/S/01/09521234123453'), /not before/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/'), /pairs/);
    assert.match(reasonFor('https://id.gs1.org/01/09521234123453/21/%2'), /%|unescaped/);
    assert.match(reasonFor('https://id.gs1.org'), /no GS1 key/);
    assert.match(reasonFor('(10)LOT'), /no GS1 key/);
    assert.match(reasonFor('(01)09521234123453(254)X'), /no GS1 key|nothing after/);
    assert.match(reasonFor('(01)09521234123453(21)S(235)T'), /exclude/);
  });

  it('has a company prefix of a length that cannot be', () => {
    const link = 'https://id.gs1.org/8004/952123AB';
    for (const gcpLength of [5, 13, 6.5]) assert.match(reasonFor(link, { gcpLength }), /6 to 12/);
    assert.match(reasonFor(link, { gcpLength: 7 }), /does not begin/);
    assert.match(reasonFor('https://id.gs1.org/401/9521234', { gcpLength: 7 }), /nothing follows/);
    assert.match(reasonFor('urn:epc:id:sscc:9521234.3000000001', { gcpLength: 8 }), /has 7 digits, not 8/);
    assert.match(reasonFor('https://id.gs1.org/01/614141000012', { gcpLength: 7 }), /14 digits/);
  });
});

describe('the tolerant reading', () => {
  const tolerant = { mode: 'tolerant' } as const;

  it('puts a check digit right and says so', () => {
    const { valid, reason, digitalLink } = describeIdentifier('https://id.gs1.org/00/095212340000000011', tolerant);
    assert.deepEqual(
      [valid, reason, digitalLink],
      [true, 'check digit 1 should be 3', 'https://id.gs1.org/00/095212340000000013'],
    );
  });

  it('does not guess where the filler of a GRAI is missing', () =>
    assert.match(reasonFor('https://id.gs1.org/8003/95212340000131', tolerant), /filler/));

  it('escapes what was left bare', () =>
    assert.equal(
      describeIdentifier('urn:epc:id:sgtin:0614141.112345.a/b%', tolerant).urn,
      'urn:epc:id:sgtin:0614141.112345.a%2Fb%25',
    ));
});
