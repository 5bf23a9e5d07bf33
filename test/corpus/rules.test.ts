/** The rules on every document of the corpus, XML and JSON: no valid one breaks any, and those that break one are found. */
import assert from 'node:assert/strict';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decoderOf } from '../../server/codec/decode.ts';
import { type Issue, isError } from '../../server/epcis/issue.ts';
import { checkRules, makeDocumentRules } from '../../server/validation/validate.ts';
import { limits } from '../codec/json/read.ts';
import { cell, type Row, readCsv } from './csv.ts';

const corpus = process.env['EPCIS_CORPUS'] ?? '';
const skip = corpus !== '' && existsSync(corpus) ? false : 'EPCIS_CORPUS names no folder';

type Judged = { readonly structure: readonly Issue[]; readonly rules: readonly Issue[] };

async function judge(file: string): Promise<Judged> {
  const structure: Issue[] = [];
  const rules: Issue[] = [];
  const documentRules = makeDocumentRules();
  const decode = decoderOf(file.endsWith('.xml') ? 'xml' : 'json');
  for await (const items of decode(createReadStream(join(corpus, file)), { mode: 'strict', limits })) {
    for (const item of items) {
      if (item.kind === 'issue') structure.push(item.issue);
      if (item.kind !== 'event') continue;
      structure.push(...item.decoded.issues);
      rules.push(...checkRules(item.decoded), ...documentRules(item.decoded));
    }
  }
  return { structure, rules };
}

const shown = (issues: readonly Issue[]): readonly string[] =>
  issues.filter(isError).map(({ id, message }) => `${id}: ${message}`);

describe('the rules, on the corpus', { skip }, () => {
  if (skip !== false) return;
  const isDocument = (row: Row): boolean => /(Document|Event)$/.test(cell(row, 'kind')) && cell(row, 'events') !== '0';
  const valid = readCsv(join(corpus, 'documents.csv')).filter(
    (row) => isDocument(row) && cell(row, 'schemaValid') === 'yes' && cell(row, 'standardWarnings') === '',
  );
  it('has documents', () => assert.ok(valid.length > 130));

  for (const row of valid) {
    const file = cell(row, 'file');
    it(`${file} breaks none`, async () => assert.deepEqual(shown((await judge(file)).rules), []));
  }

  const broken = readCsv(join(corpus, 'invalid.csv')).filter(
    (row) => cell(row, 'certainty') === 'certain' && ['standard rule', 'context'].includes(cell(row, 'layer')),
  );
  it('has documents that break one', () => assert.ok(broken.length > 15));

  for (const row of broken) {
    const file = cell(row, 'file');
    it(`${file}: ${cell(row, 'reason')}`, async () => {
      const { structure, rules } = await judge(file);
      assert.ok(shown([...structure, ...rules]).length > 0);
    });
  }
});
