import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identifierKey } from '../../../server/epcis/identifier/key.ts';
import { type Pattern, parsePattern, patternCovers } from '../../../server/epcis/identifier/pattern.ts';

function pattern(text: string): Pattern {
  const parsed = parsePattern(text);
  assert.ok(parsed, `${text} is no pattern`);
  return parsed;
}

const covers = (text: string, identifier: string): boolean => patternCovers(pattern(text), identifierKey(identifier), identifier);

describe('a pattern', () => {
  it('is read component by component', () => {
    assert.deepEqual(parsePattern('urn:epc:idpat:sgtin:0614141.112345.*'), {
      scheme: 'sgtin',
      components: ['0614141', '112345', '*'],
    });
    assert.deepEqual(parsePattern('urn:epc:idpat:sgtin:*.112345.a%2fb'), {
      scheme: 'sgtin',
      components: ['*', '112345', 'a%2Fb'],
    });
    assert.deepEqual(parsePattern('urn:epc:idpat:gid:31415.*.*'), { scheme: 'gid', components: ['31415', '*', '*'] });
  });

  it('is nothing else', () => {
    const others = [
      'urn:epc:id:sgtin:0614141.112345.*',
      'urn:epc:id:sgtin:*',
      'urn:epc:idpat:sgtin:0614141.112345',
      'urn:epc:idpat:sgtin:0614141.1123*.*',
      'urn:epc:idpat:sgtin:0614141.112345.[1-9]',
      'urn:epc:idpat:sgtin:06141.*.*',
      'urn:epc:idpat:sgtin:0614141.1.*',
      'urn:epc:idpat:lgtin2:0614141.*.*',
      'https://id.gs1.org/01/10614141123459',
    ];
    for (const text of others) assert.equal(parsePattern(text), undefined, text);
  });
});

describe('a pattern covers', () => {
  it('every serial of its class in every notation, and of no other', () => {
    const text = 'urn:epc:idpat:sgtin:0614141.112345.*';
    assert.ok(covers(text, 'urn:epc:id:sgtin:0614141.112345.1'));
    assert.ok(covers(text, 'https://example.com/01/10614141123459/21/1.2'));
    assert.ok(covers(text, '(01)10614141123459(21)1'));
    assert.ok(!covers(text, 'urn:epc:id:sgtin:0614141.112346.1'));
    assert.ok(!covers(text, 'urn:epc:id:sgtin:0614142.112345.1'));
  });

  it('whole components, not parts of them', () => {
    assert.ok(!covers('urn:epc:idpat:sgtin:0614141.112344.*', 'urn:epc:id:sgtin:0614141.112345.1'));
    assert.ok(!covers('urn:epc:idpat:sgtin:0614141.112345.1', 'urn:epc:id:sgtin:0614141.112345.12'));
    assert.ok(covers('urn:epc:idpat:sgtin:0614141.112345.1', 'urn:epc:id:sgtin:0614141.112345.1'));
  });

  it('a company, a scheme', () => {
    assert.ok(covers('urn:epc:idpat:sgtin:0614141.*.*', 'https://id.gs1.org/01/10614141123459/21/1'));
    assert.ok(covers('urn:epc:idpat:sgtin:*.*.*', 'https://id.gs1.org/01/10614141123459/21/1'));
    assert.ok(!covers('urn:epc:idpat:sgtin:*.*.*', 'urn:epc:id:sscc:0614141.1234567890'));
    assert.ok(covers('urn:epc:idpat:sscc:0614141.*', 'https://id.gs1.org/00/106141412345678908'));
    assert.ok(covers('urn:epc:idpat:grai:9521234.*.*', 'https://id.gs1.org/8003/09521234000013S'));
    assert.ok(covers('urn:epc:idpat:giai:9521234.*', 'https://id.gs1.org/8004/9521234XY'));
    assert.ok(!covers('urn:epc:idpat:giai:95212345.*', 'https://id.gs1.org/8004/9521234XY'));
    assert.ok(covers('urn:epc:idpat:sgln:9521234.*.*', 'https://id.gs1.org/414/9521234000013'));
    assert.ok(covers('urn:epc:idpat:sgln:9521234.00001.0', 'https://id.gs1.org/414/9521234000013'));
    assert.ok(covers('urn:epc:idpat:itip:9521234.012345.01.*.*', 'https://id.gs1.org/8006/095212341234530102/21/S'));
    assert.ok(!covers('urn:epc:idpat:itip:9521234.012345.02.*.*', 'https://id.gs1.org/8006/095212341234530102/21/S'));
  });

  it('classes, but a literal serial covers no class', () => {
    const aClass = 'urn:epc:idpat:sgtin:0614141.112345.*';
    assert.ok(covers('urn:epc:idpat:sgtin:0614141.112345.*', aClass));
    assert.ok(covers('urn:epc:idpat:sgtin:0614141.*.*', aClass));
    assert.ok(!covers('urn:epc:idpat:sgtin:0614141.112345.400', aClass));
    assert.ok(!covers('urn:epc:idpat:sgtin:0614141.112345.*', 'urn:epc:class:lgtin:0614141.112345.L1'));
  });

  it('what only a URN tells where the prefix is free and the rest is not', () => {
    assert.ok(covers('urn:epc:idpat:sgtin:*.112345.*', 'urn:epc:id:sgtin:0614141.112345.1'));
    assert.ok(!covers('urn:epc:idpat:sgtin:*.112345.*', 'https://id.gs1.org/01/10614141123459/21/1'));
  });

  it('URNs without a GS1 key', () => {
    assert.ok(covers('urn:epc:idpat:gid:31415.*.*', 'urn:epc:id:gid:31415.1.2'));
    assert.ok(!covers('urn:epc:idpat:gid:31415.*.*', 'urn:epc:id:gid:31416.1.2'));
    assert.ok(!covers('urn:epc:idpat:gid:31415.*.*', 'urn:epc:id:usdod:31415.1'));
    assert.ok(!covers('urn:epc:idpat:gid:31415.*.*', 'urn:epc:id:sgtin:0614141.112345.1'));
  });

  it('nothing that is no identifier', () => {
    for (const text of ['', 'https://example.com/a', '01/1', 'urn:epc:id:sgtin:1.2.3'])
      assert.ok(!covers('urn:epc:idpat:sgtin:*.*.*', text));
  });
});
