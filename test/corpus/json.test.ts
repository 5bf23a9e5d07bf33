/** Every JSON document of the corpus as its tables say: read without errors, or refused at its layer. */
import assert from 'node:assert/strict';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { DecodedEvent, DecodeOptions } from '../../server/codec/decoded.ts';
import { decodeJson } from '../../server/codec/json/decode.ts';
import { type Issue, type IssueLayer, isError } from '../../server/epcis/issue.ts';
import { checkRules, makeDocumentRules } from '../../server/validation/validate.ts';
import { readCsv } from './csv.ts';

const corpus = process.env['EPCIS_CORPUS'];
const limits: DecodeOptions['limits'] = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 26, events: 100_000 };

type Judged = { readonly decoded: readonly DecodedEvent[]; readonly issues: readonly Issue[] };

/** Structure and, with `rules`, what the rules say of events that were read. */
async function judge(file: string, mode: DecodeOptions['mode'], what: 'structure' | 'rules'): Promise<Judged> {
  const decoded: DecodedEvent[] = [];
  const issues: Issue[] = [];
  const documentRules = makeDocumentRules();
  for await (const items of decodeJson(createReadStream(file), { mode, limits })) {
    for (const item of items) {
      if (item.kind === 'issue') issues.push(item.issue);
      if (item.kind !== 'event') continue;
      decoded.push(item.decoded);
      issues.push(...item.decoded.issues);
      if (what === 'rules') issues.push(...checkRules(item.decoded), ...documentRules(item.decoded));
    }
  }
  return { decoded, issues };
}

const layers: Readonly<Record<string, IssueLayer>> = {
  'json wellformedness': 'wellformedness',
  schema: 'schema',
  context: 'context',
  'standard rule': 'rule',
};

/** What was refused, in short. */
const shown = (issues: readonly Issue[]): readonly string[] =>
  issues.filter(isError).map(({ id, at, message }) => `${id} ${at.path}: ${message}`);

if (corpus === undefined || !existsSync(corpus)) {
  it('JSON documents of the corpus', { skip: 'EPCIS_CORPUS names no folder' }, () => {});
} else {
  const path = (file: string): string => join(corpus, file);
  const documents = readCsv(path('documents.csv')).filter(({ format, kind }) => format === 'json' && kind !== '');

  describe('JSON documents of the corpus', () => {
    it('are there', () => assert.ok(documents.length > 70));

    for (const row of documents.filter(({ schemaValid, standardWarnings }) => schemaValid === 'yes' && standardWarnings === '')) {
      it(`${row['file']} has no errors`, async () => {
        const { decoded, issues } = await judge(path(row['file'] ?? ''), 'strict', 'rules');
        assert.deepEqual(shown(issues), []);
        assert.equal(decoded.length, Number(row['events']));
        for (const { event, at } of decoded) assert.ok(event && at.line && at.column && at.path !== undefined);
      });
    }

    for (const row of documents.filter(({ category, standardWarnings }) => category !== 'lenient' && standardWarnings !== '')) {
      it(`${row['file']} has a finding: ${row['standardWarnings']?.slice(0, 40)}`, async () => {
        const { decoded, issues } = await judge(path(row['file'] ?? ''), 'strict', 'rules');
        assert.ok(issues.length > 0);
        assert.equal(decoded.length, Number(row['events']));
      });
    }

    for (const row of documents.filter(({ category }) => category === 'lenient')) {
      it(`${row['file']} is readable tolerantly`, async () => {
        const { decoded, issues } = await judge(path(row['file'] ?? ''), 'tolerant', 'structure');
        assert.deepEqual(shown(issues), []);
        assert.equal(decoded.filter(({ event }) => event !== undefined).length, Number(row['events']));
      });
    }

    for (const row of documents.filter(({ schemaValid }) => schemaValid === 'no')) {
      it(`${row['file']} has findings`, async () => {
        const { issues } = await judge(path(row['file'] ?? ''), 'strict', 'structure');
        assert.ok(issues.some(isError));
      });
    }
  });

  describe('invalid JSON documents of the corpus', () => {
    const invalid = readCsv(path('invalid.csv')).filter(
      ({ file, certainty }) => /\.json(ld)?$/.test(file ?? '') && certainty === 'certain',
    );
    it('are there', () => assert.ok(invalid.length > 30));
    for (const row of invalid) {
      it(`${row['file']}: ${row['reason']}`, async () => {
        const { issues } = await judge(path(row['file'] ?? ''), 'strict', 'rules');
        const errors = issues.filter(isError);
        assert.ok(
          errors.some(({ layer }) => layer === layers[row['layer'] ?? '']),
          `${row['layer']}: ${JSON.stringify(shown(issues))}`,
        );
        for (const { message, at } of errors) assert.ok(message.length > 10 && at.path !== undefined);
      });
    }
  });
}
