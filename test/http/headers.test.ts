import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  answerVersions,
  captureVersions,
  checkVersions,
  compareVersions,
  type HeaderReader,
  readErrorBehaviour,
  readGs1Headers,
} from '../../server/http/headers.ts';
import { HubProblem } from '../../server/runtime/problem.ts';

const headers = (given: Readonly<Record<string, string>>): HeaderReader => {
  const lower = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => lower.get(name.toLowerCase());
};
const isProblem = (code: string, name: string) => (error: unknown) =>
  error instanceof HubProblem && error.code === code && error.facts.name === name;

describe('versions', () => {
  it('compare as numbers, missing components being 0', () => {
    assert.equal(compareVersions('2.0', '2.0.0'), 0);
    assert.ok(compareVersions('1.10', '1.9') > 0);
    assert.ok(compareVersions('2', '2.0.1') < 0);
  });

  const answers: readonly (readonly [Readonly<Record<string, string>>, string | undefined])[] = [
    [{}, undefined],
    [{ 'GS1-EPCIS-Min': '2.0', 'GS1-EPCIS-Max': '2.0.0' }, undefined],
    [{ 'GS1-EPCIS-Min': '1.2', 'GS1-EPCIS-Max': '2.1' }, undefined],
    [{ 'GS1-EPCIS-Min': '9.0' }, 'not-acceptable GS1-EPCIS-Min'],
    [{ 'GS1-EPCIS-Max': '0.5' }, 'not-acceptable GS1-EPCIS-Max'],
    [{ 'GS1-EPCIS-Max': '1.2' }, 'not-acceptable GS1-EPCIS-Max'],
    [{ 'GS1-CBV-Min': '9.0' }, 'not-acceptable GS1-CBV-Min'],
    [{ 'GS1-CBV-Max': '1.2' }, 'not-acceptable GS1-CBV-Max'],
    [{ 'GS1-EPCIS-Min': '2.0', 'GS1-EPCIS-Max': '1.2' }, 'not-acceptable GS1-EPCIS-Max'],
    [{ 'GS1-EPCIS-Min': 'two' }, 'header-invalid GS1-EPCIS-Min'],
    [{ 'GS1-EPCIS-Max': '' }, 'header-invalid GS1-EPCIS-Max'],
  ];
  for (const [given, expected] of answers) {
    it(`of an answer: ${JSON.stringify(given)} → ${expected ?? 'fine'}`, () => {
      const check = () => checkVersions(headers(given), answerVersions, 'answer');
      if (expected === undefined) return assert.doesNotThrow(check);
      const [code = '', name = ''] = expected.split(' ');
      return assert.throws(check, isProblem(code, name));
    });
  }

  const bodies: readonly (readonly [string, string | undefined])[] = [
    ['2.0', undefined],
    ['2.0.1', undefined],
    ['1.2', undefined],
    ['1.0', undefined],
    ['2.1', 'not-acceptable'],
    ['3', 'not-acceptable'],
    ['0.9', 'not-acceptable'],
    ['v2', 'header-invalid'],
  ];
  for (const [version, expected] of bodies) {
    it(`of a body: ${version} → ${expected ?? 'fine'}`, () => {
      const check = () => checkVersions(headers({ 'GS1-EPCIS-Version': version }), captureVersions, 'body');
      if (expected === undefined) return assert.doesNotThrow(check);
      return assert.throws(check, isProblem(expected, 'GS1-EPCIS-Version'));
    });
  }
});

describe('GS1-EPC-Format', () => {
  it('is Digital Link where nothing is said', () =>
    assert.equal(readGs1Headers(headers({})).epcFormat, 'Always_GS1_Digital_Link'));
  it('is what it says', () => {
    assert.equal(readGs1Headers(headers({ 'GS1-EPC-Format': 'Never_Translates' })).epcFormat, 'Never_Translates');
  });
  it('may not say anything else', () => {
    assert.throws(
      () => readGs1Headers(headers({ 'GS1-EPC-Format': 'Always_Barcode' })),
      isProblem('header-invalid', 'GS1-EPC-Format'),
    );
    assert.throws(
      () => readGs1Headers(headers({ 'GS1-CBV-XML-Format': 'x' })),
      isProblem('header-invalid', 'GS1-CBV-XML-Format'),
    );
  });
});

describe('GS1-Capture-Error-Behaviour', () => {
  it('is rollback where nothing is said', () => assert.equal(readErrorBehaviour(headers({})), 'rollback'));
  it('may be proceed', () => assert.equal(readErrorBehaviour(headers({ 'gs1-capture-error-behaviour': 'proceed' })), 'proceed'));
  for (const value of ['all', 'Proceed', '']) {
    it(`may not be ${JSON.stringify(value)}`, () => {
      assert.throws(
        () => readErrorBehaviour(headers({ 'GS1-Capture-Error-Behaviour': value })),
        isProblem('header-invalid', 'GS1-Capture-Error-Behaviour'),
      );
    });
  }
});

describe('GS1-Extensions', () => {
  const read = (value: string, more: Readonly<Record<string, string>> = {}) =>
    readGs1Headers(headers({ 'GS1-Extensions': value, ...more })).namespaces;

  it('binds prefixes to namespaces', () => {
    assert.deepEqual(read('ex=https://ns.example.org/a/, o2=urn:example:b ,c=http://c.example/?x=1&y=2'), {
      ex: 'https://ns.example.org/a/',
      o2: 'urn:example:b',
      c: 'http://c.example/?x=1&y=2',
    });
    assert.deepEqual(read(''), {});
  });
  it('is read under its draft names, too', () => {
    assert.deepEqual(read('a=urn:a:1', { 'GS1-EPCIS-Extensions': 'b=urn:b:1', 'GS1-CBV-Extensions': 'a=urn:a:1' }), {
      a: 'urn:a:1',
      b: 'urn:b:1',
    });
  });
  for (const value of [
    'ex',
    'ex=',
    '=https://a.example/',
    '1x=https://a.example/',
    'ex=not a uri',
    'ex=relative/path',
    'a=urn:a:1, b',
  ]) {
    it(`may not say ${value}`, () => assert.throws(() => read(value), isProblem('header-invalid', 'GS1-Extensions')));
  }
  it('may not bind one prefix twice', () => {
    assert.throws(() => read('a=urn:a:1,a=urn:a:2'), isProblem('header-invalid', 'GS1-Extensions'));
    assert.throws(
      () => read('a=urn:a:1', { 'GS1-CBV-Extensions': 'a=urn:a:2' }),
      isProblem('header-invalid', 'GS1-CBV-Extensions'),
    );
  });
  it('does not fall for names of the language', () => assert.deepEqual(Object.keys(read('__proto__=urn:a:1')), ['__proto__']));
});
