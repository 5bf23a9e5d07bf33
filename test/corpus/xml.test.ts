/** Every XML document of the corpus as its tables say: read without errors, or refused at its layer; written again without loss. */
import assert from 'node:assert/strict';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { DecodedEvent, DecodeOptions } from '../../server/codec/decoded.ts';
import { decodeXml } from '../../server/codec/xml/decode.ts';
import { encodeXml, type Loss } from '../../server/codec/xml/encode.ts';
import type { DocumentHeader, VocabularyElement } from '../../server/epcis/document.ts';
import { eventHash } from '../../server/epcis/event-hash.ts';
import { type Issue, type IssueLayer, isError } from '../../server/epcis/issue.ts';
import { checkRules, makeDocumentRules } from '../../server/validation/validate.ts';
import { readCsv } from './csv.ts';
import { schemaFaults, skipSchemas } from './xsd.ts';

const corpus = process.env['EPCIS_CORPUS'];
const limits: DecodeOptions['limits'] = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 26, events: 100_000 };

type Document = {
  readonly header: DocumentHeader | undefined;
  readonly decoded: readonly DecodedEvent[];
  readonly vocabulary: readonly VocabularyElement[];
  readonly issues: readonly Issue[];
};

async function readFrom(bytes: AsyncIterable<Uint8Array>, mode: DecodeOptions['mode']): Promise<Document> {
  const items = [];
  for await (const some of decodeXml(bytes, { mode, limits })) items.push(...some);
  return {
    header: items.find((item) => item.kind === 'header')?.header,
    decoded: items.flatMap((item) => (item.kind === 'event' ? [item.decoded] : [])),
    vocabulary: items.flatMap((item) => (item.kind === 'vocabulary' ? [item.element] : [])),
    issues: items.flatMap((item) => (item.kind === 'event' ? item.decoded.issues : item.kind === 'issue' ? [item.issue] : [])),
  };
}

const layers: Readonly<Record<string, IssueLayer>> = {
  'xml wellformedness': 'wellformedness',
  schema: 'schema',
  'standard rule': 'rule',
};

/** What was refused, in short. */
const shown = (issues: readonly Issue[]): readonly string[] =>
  issues.filter(isError).map(({ id, at, message }) => `${id} ${at.line}:${at.column} ${at.path}: ${message}`);

async function* asBytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const rootOf = ({ kind }: DocumentHeader): Exclude<DocumentHeader['kind'], 'event'> =>
  kind === 'event' ? 'EPCISDocument' : kind;

async function writeAgain(document: Document, header: DocumentHeader, version: '1.2' | '2.0') {
  const events = document.decoded.flatMap(({ event }) => (event ? [event] : []));
  const losses: Loss[] = [];
  let text = '';
  const options = { version, epcFormat: 'as-written', onLoss: (loss: Loss) => losses.push(loss) } as const;
  for await (const piece of encodeXml({ header, masterData: document.vocabulary }, [events], options)) text += piece;
  return { text, losses, hashes: events.map((event) => eventHash(event)) };
}

if (corpus === undefined || !existsSync(corpus)) {
  it('XML documents of the corpus', { skip: 'EPCIS_CORPUS names no folder' }, () => {});
} else {
  const path = (file: string): string => join(corpus, file);
  const readFile = (file: string, mode: DecodeOptions['mode']): Promise<Document> => readFrom(createReadStream(path(file)), mode);
  const documents = readCsv(path('documents.csv')).filter(({ format }) => format === 'xml');
  const valid = documents.filter(({ schemaValid, standardWarnings }) => schemaValid === 'yes' && standardWarnings === '');
  const lenient = documents.filter(({ category }) => category === 'lenient');
  const invalid = readCsv(path('invalid.csv')).filter(({ file, certainty }) => file?.endsWith('.xml') && certainty === 'certain');

  it('finds the tables', () => {
    assert.ok(valid.length > 50 && lenient.length > 10 && invalid.length > 20);
  });

  describe('valid documents are read without an error', () => {
    for (const { file = '', events, vocabularyElements } of valid) {
      it(file, async () => {
        const document = await readFile(file, 'strict');
        assert.deepEqual(shown(document.issues), []);
        assert.equal(document.decoded.filter(({ event }) => event).length, Number(events));
        assert.equal(document.vocabulary.length, Number(vocabularyElements));
      });
    }
  });

  describe('lenient documents are read in tolerant mode and have findings in strict mode', () => {
    for (const { file = '', events, vocabularyElements } of lenient) {
      it(file, async () => {
        const document = await readFile(file, 'tolerant');
        assert.deepEqual(shown(document.issues), []);
        assert.equal(document.decoded.filter(({ event }) => event).length, Number(events));
        assert.equal(document.vocabulary.length, Number(vocabularyElements));
        assert.notDeepEqual((await readFile(file, 'strict')).issues, []);
      });
    }
  });

  describe('invalid documents are refused at their layer', () => {
    for (const { file = '', layer = '', reason } of invalid) {
      it(`${file}: ${reason}`, async () => {
        const { decoded, issues } = await readFile(file, 'strict');
        const documentRules = makeDocumentRules();
        const all = [...issues, ...decoded.flatMap((each) => [...checkRules(each), ...documentRules(each)])];
        const found = all.filter(isError);
        assert.ok(
          found.some((issue) => issue.layer === layers[layer]),
          `no error of layer ${layer}: ${shown(all).join('; ')}`,
        );
        assert.ok(found.every(({ message, at }) => message !== '' && at.line !== undefined));
      });
    }
  });

  describe('documents are written in both versions, valid, and say the same', { skip: skipSchemas }, () => {
    for (const { file = '' } of [...valid, ...lenient]) {
      it(file, async () => {
        const document = await readFile(file, 'tolerant');
        if (!document.header || document.decoded.length + document.vocabulary.length === 0) return;
        for (const version of ['1.2', '2.0'] as const) {
          const { text, losses, hashes } = await writeAgain(document, document.header, version);
          assert.deepEqual(losses, []);
          assert.deepEqual(schemaFaults(text, rootOf(document.header), version), []);
          const back = await readFrom(asBytes(text), 'strict');
          assert.deepEqual(shown(back.issues), []);
          assert.deepEqual(
            back.decoded.map(({ event }) => event && eventHash(event)),
            hashes,
          );
          assert.deepEqual(back.vocabulary, document.vocabulary);
        }
      });
    }
  });
}
