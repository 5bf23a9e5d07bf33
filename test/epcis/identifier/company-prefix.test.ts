import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePrefixTable, prefixLengthOf } from '../../../server/epcis/identifier/company-prefix.ts';
import { HubProblem } from '../../../server/runtime/problem.ts';

const list = (...entry: readonly object[]): string => JSON.stringify({ GCPPrefixFormatList: { date: '2026-01-01', entry } });

describe('the table of company prefixes', () => {
  const table = parsePrefixTable(
    list(
      { prefix: '952', gcpLength: 7 },
      { prefix: '9521', gcpLength: '9' },
      { prefix: '2', gcpLength: 0 },
      { prefix: '06', gcpLength: 4 },
    ),
  );

  it('answers by the longest match, from where the prefix begins in the key', () => {
    assert.equal(prefixLengthOf({ ai: '01', value: '19522000000007' }, table), 7);
    assert.equal(prefixLengthOf({ ai: '414', value: '9521000000002' }, table), 9);
    assert.equal(prefixLengthOf({ ai: '8003', value: '09520000000003' }, table), 7);
  });

  it('does not know what is not in it, nor what no company owns', () => {
    assert.equal(prefixLengthOf({ ai: '414', value: '4012345000009' }, table), undefined);
    assert.equal(prefixLengthOf({ ai: '414', value: '2012345000009' }, table), undefined);
    assert.equal(prefixLengthOf({ ai: '414', value: '9521000000002' }, undefined), undefined);
  });

  it('gives six digits to owners of fewer', () =>
    assert.equal(prefixLengthOf({ ai: '00', value: '106000000000000000' }, table), 6));

  it('is refused where it is no such list, naming the entry', () => {
    const refused = (json: string, detail: RegExp): void =>
      assert.throws(
        () => parsePrefixTable(json),
        (error) => error instanceof HubProblem && error.code === 'configuration-invalid' && detail.test(error.detail),
      );
    refused('{', /not JSON/);
    refused('null', /GCPPrefixFormatList/);
    refused('{"GCPPrefixFormatList":{}}', /GCPPrefixFormatList/);
    refused(list({ prefix: '952', gcpLength: 7 }, { prefix: '95X', gcpLength: 7 }), /entry 1/);
    refused(list({ prefix: '952', gcpLength: 13 }), /entry 0/);
    refused(list({ prefix: '952' }), /entry 0/);
    refused('{"GCPPrefixFormatList":{"entry":[null]}}', /entry 0/);
  });
});
