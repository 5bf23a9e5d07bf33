/** Every graded event hash of the corpus, in both versions, and the groups of events that have one hash. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import { eventHash, preHash } from '../../server/epcis/event-hash.ts';
import { cell, type Row, readCsv } from './csv.ts';
import { decodeFile } from './decode-file.ts';

const corpus = process.env['EPCIS_CORPUS'] ?? '';
const skip = corpus !== '' && existsSync(join(corpus, 'hashes.csv')) ? false : 'EPCIS_CORPUS does not name a corpus';
const table = (name: string): readonly Row[] => (skip === false ? readCsv(join(corpus, name)) : []);

const documents = new Map<string, Promise<readonly (EpcisEvent | undefined)[]>>();

async function eventOf(row: Row): Promise<EpcisEvent> {
  const file = cell(row, 'file');
  const events = documents.get(file) ?? decodeFile(join(corpus, file));
  documents.set(file, events);
  const event = (await events)[Number(cell(row, 'index'))];
  assert.ok(event, `no event ${cell(row, 'index')} was read`);
  return event;
}

describe('event hashes of the corpus', { skip }, () => {
  const graded = table('hashes.csv').filter((row) => cell(row, 'grade') === 'yes');

  it('has rows of both versions', () => {
    for (const version of ['CBV2.0', 'CBV2.1']) assert.ok(graded.some((row) => cell(row, 'cbvVersion') === version));
  });

  for (const row of graded) {
    it(`${cell(row, 'file')}#${cell(row, 'index')} ${cell(row, 'cbvVersion')}`, async () => {
      const event = await eventOf(row);
      const version = cell(row, 'cbvVersion') === 'CBV2.1' ? '2.1' : '2.0';
      assert.equal(eventHash(event, version), cell(row, 'expectedHash'), preHash(event, version));
    });
  }

  const members = table('hash-equal.csv').filter((row) => cell(row, 'verified').startsWith('yes'));
  for (const [group, rows] of Object.entries(Object.groupBy(members, (row) => cell(row, 'group')))) {
    it(`all events of ${group} have one hash`, async () => {
      const hashes = await Promise.all((rows ?? []).map(async (row) => eventHash(await eventOf(row))));
      assert.ok(hashes.length > 1);
      assert.equal(new Set(hashes).size, 1, hashes.join(' '));
    });
  }
});
