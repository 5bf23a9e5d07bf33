/** Every strict row of the corpus' identifiers, judged in each direction the row allows. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { describeIdentifier, type IdentifierDescription } from '../../server/epcis/identifier/describe.ts';
import { identifierKey } from '../../server/epcis/identifier/key.ts';
import { cell, type Row, readCsv } from './csv.ts';

const corpus = process.env['EPCIS_CORPUS'];
const file = corpus === undefined ? undefined : join(corpus, 'identifiers.csv');
const skip = file !== undefined && existsSync(file) ? false : 'EPCIS_CORPUS does not name a corpus';
const rows = file === undefined || skip !== false ? [] : readCsv(file);

const lengthOf = (row: Row): { gcpLength?: number } =>
  cell(row, 'gcpLength') === '' ? {} : { gcpLength: Number(cell(row, 'gcpLength')) };

/** What a row asks about: its URN, unless only the way from the Digital Link is tested. */
const given = (row: Row): string =>
  cell(row, 'urn') !== '' && !cell(row, 'direction').startsWith('dl') ? cell(row, 'urn') : cell(row, 'digitalLink');

/** Some "valid" Digital Links hold characters that no URI may hold; a strict reader refuses them. */
const isUri = (text: string): boolean => !/["<>\\^`{|}\s]|%(?![0-9a-f]{2})/i.test(text);

const decoded = (uri: string | null): string => {
  try {
    return decodeURIComponent(uri ?? '');
  } catch {
    return uri ?? '';
  }
};

function assertForms(row: Row, answer: IdentifierDescription, wants: { urn: boolean; exactLink: boolean }): void {
  assert.equal(answer.valid, true, answer.reason ?? '');
  if (cell(row, 'direction') !== 'normalise') assert.equal(answer.scheme, cell(row, 'scheme'));
  if (cell(row, 'level') === 'class') assert.equal(answer.level, 'class');
  if (cell(row, 'level') === 'instance')
    assert.ok(answer.level !== null && !['class', 'pattern'].includes(answer.level), `level ${answer.level}`);
  if (wants.urn) assert.equal(answer.urn, cell(row, 'urn'));
  const link = cell(row, 'canonicalDigitalLink');
  if (link !== '' && wants.exactLink) assert.equal(answer.digitalLink, link);
  if (link !== '') assert.equal(decoded(answer.digitalLink), decoded(link));
  if (cell(row, 'elementString') !== '') assert.equal(answer.elementString, cell(row, 'elementString'));
}

function judgeInvalid(row: Row): void {
  const answer = describeIdentifier(given(row), lengthOf(row));
  if (!answer.valid) {
    assert.ok(answer.reason, 'refused without a reason');
    return;
  }
  // Such a row only says that no URN can be had; the Digital Link may be a good one.
  const mayStand = cell(row, 'direction').startsWith('dl->urn') && cell(row, 'gcpLength') === '';
  assert.ok(mayStand && answer.urn === null, `should be refused: ${cell(row, 'reason')}`);
}

function judgeValid(row: Row): void {
  const ask = (value: string): IdentifierDescription => describeIdentifier(value, lengthOf(row));
  const direction = cell(row, 'direction');
  if (direction !== 'both') {
    assertForms(row, ask(given(row)), { urn: direction.startsWith('dl->urn'), exactLink: direction === 'normalise' });
    return;
  }
  assertForms(row, ask(cell(row, 'urn')), { urn: true, exactLink: true });
  for (const form of ['digitalLink', 'elementString'])
    if (cell(row, form) !== '') assertForms(row, ask(cell(row, form)), { urn: true, exactLink: true });
  const keys = ['urn', 'digitalLink', 'elementString']
    .map((form) => cell(row, form))
    .filter((text) => text !== '')
    .map(identifierKey);
  assert.equal(new Set(keys).size, 1, `notations with different keys: ${keys.join(' ')}`);
}

describe('identifiers of the corpus', { skip }, () => {
  const strict = rows.filter((row) => cell(row, 'conformance') === 'strict');

  it('has rows of both kinds', () => {
    assert.ok(strict.some((row) => cell(row, 'valid') === 'yes') && strict.some((row) => cell(row, 'valid') === 'no'));
  });

  for (const row of strict) {
    const name = `${cell(row, 'id')} ${given(row)}`;
    if (cell(row, 'valid') === 'no') it(`refuses ${name}`, () => judgeInvalid(row));
    else if (cell(row, 'urn') !== '' || isUri(cell(row, 'digitalLink'))) it(`reads ${name}`, () => judgeValid(row));
  }
});
