/** Every valid document of the corpus, XML and JSON, written as JSON: valid by GS1's schema, and nothing of it lost. */
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { decoderOf } from '../../server/codec/decode.ts';
import type { DecodedItem } from '../../server/codec/decoded.ts';
import { type EpcFormat, encodeEventList } from '../../server/codec/json/encode.ts';
import { encodeJson } from '../../server/codec/json/encode-document.ts';
import type { DocumentHeader, VocabularyElement } from '../../server/epcis/document.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import { eventHash } from '../../server/epcis/event-hash.ts';
import { isError } from '../../server/epcis/issue.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { chunksOf, limits } from '../codec/json/read.ts';
import { comparable } from './comparable.ts';
import { readCsv } from './csv.ts';

const corpus = process.env['EPCIS_CORPUS'] ?? '';
const schemaFile = join(process.env['EPCIS_STANDARD'] ?? '', 'EPCIS-JSON-Schema.json');
const skip =
  corpus !== '' && existsSync(corpus) && existsSync(schemaFile)
    ? false
    : 'EPCIS_CORPUS and EPCIS_STANDARD do not name the folders';

type Document = {
  readonly header: DocumentHeader;
  readonly events: readonly EpcisEvent[];
  readonly masterData: readonly VocabularyElement[];
  readonly errors: readonly string[];
};

async function readAll(batches: AsyncIterable<readonly DecodedItem[]>): Promise<Document> {
  const items: DecodedItem[] = [];
  for await (const batch of batches) items.push(...batch);
  const header = items.find((item) => item.kind === 'header')?.header;
  assert.ok(header, 'the document has no header');
  const decoded = items.flatMap((item) => (item.kind === 'event' ? [item.decoded] : []));
  const issues = [
    ...items.flatMap((item) => (item.kind === 'issue' ? [item.issue] : [])),
    ...decoded.flatMap((each) => each.issues),
  ];
  return {
    header,
    events: decoded.flatMap(({ event }) => event ?? []),
    masterData: items.flatMap((item) => (item.kind === 'vocabulary' ? [item.element] : [])),
    errors: issues.filter(isError).map(({ id, message, at }) => `${id} ${at.path}: ${message}`),
  };
}

const readFile = (file: string, mode: 'strict' | 'tolerant' = 'strict'): Promise<Document> =>
  readAll(decoderOf(file.endsWith('.xml') ? 'xml' : 'json')(createReadStream(join(corpus, file)), { mode, limits }));
const readText = (text: string): Promise<Document> =>
  readAll(decoderOf('json')(chunksOf(Buffer.from(text), 1 << 16), { mode: 'strict', limits }));

async function write({ header, events, masterData }: Document, epcFormat: EpcFormat): Promise<string> {
  let text = '';
  for await (const piece of encodeJson({ header, masterData }, [events], { epcFormat })) text += piece;
  return text;
}

const stored = (event: EpcisEvent): StoredEvent => ({
  eventID: event.eventID ?? eventHash(event),
  key: '',
  event,
  origin: { captureID: '', index: 0, at: {}, recordTime: Date.UTC(2025, 0, 1), deliveredBy: '' },
});

describe('documents of the corpus, written as JSON', { skip }, () => {
  if (skip !== false) return;
  const ajv = new Ajv({ strict: false, allErrors: true });
  (formats as unknown as (to: Ajv) => void)(ajv);
  const schema = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  const assertValid = (text: string): void => {
    const isValid = schema(JSON.parse(text));
    assert.ok(isValid, JSON.stringify(schema.errors?.slice(0, 5), null, 1));
  };

  const rows = readCsv(join(corpus, 'documents.csv')).filter(
    ({ category, schemaValid, kind, events, standardWarnings }) =>
      category !== 'lenient' &&
      schemaValid === 'yes' &&
      standardWarnings === '' &&
      /(Document|Event)$/.test(kind ?? '') &&
      events !== '0',
  );

  it('are there', () => assert.ok(rows.length > 100));

  for (const { file = '' } of rows) {
    it(file, async () => {
      const document = await readFile(file);
      for (const epcFormat of ['as-written', 'digital-link', 'urn'] as const) {
        const text = await write(document, epcFormat);
        assertValid(text);
        const again = await readText(text);
        assert.deepEqual(again.errors, []);
        assert.deepEqual(
          again.events.map((event) => eventHash(event)),
          document.events.map((event) => eventHash(event)),
        );
        if (epcFormat !== 'as-written') continue;
        assert.deepEqual(again.events.map(comparable), document.events.map(comparable));
        assert.deepEqual(again.masterData.map(comparable), document.masterData.map(comparable));
        for (const name of ['sender', 'receiver', 'instanceIdentifier', 'queryName', 'subscriptionID'] as const) {
          assert.deepEqual(again.header[name], document.header[name], name);
        }
        assert.deepEqual(comparable(again.header.sbdh), comparable(document.header.sbdh));
      }
      const list = encodeEventList(document.events.map(stored), {
        epcFormat: 'as-written',
        queryName: 'SimpleEventQuery',
        createdAt: 0,
      });
      assertValid(list);
      const listed = await readText(list);
      assert.deepEqual(listed.errors, []);
      assert.deepEqual(
        listed.events.map((event) => eventHash(event)),
        document.events.map((event) => eventHash(event)),
      );
    });
  }
});
