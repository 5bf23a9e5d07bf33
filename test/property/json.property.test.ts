/** What holds for any event and any bytes in JSON. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeEvent, encodeEventList } from '../../server/codec/json/encode.ts';
import { isUri } from '../../server/codec/json/uri.ts';
import { checkUris } from '../../server/codec/json/uri-list.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import { anEvent } from '../build/arbitrary-event.ts';
import { documentOf, objectEvent, read } from '../codec/json/read.ts';
import { comparable } from '../corpus/comparable.ts';

const asWritten = { epcFormat: 'as-written' } as const;
const runs = (numRuns: number) => ({ numRuns });

/** Any JSON value, with names of every kind that a field may have. */
const name = fc.constantFrom(
  'a',
  'b',
  'ex:c',
  'https://example.org/d',
  'größe',
  '__proto__',
  'constructor',
  '@value',
  '#text',
  'type',
  'ex:größe',
);
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(name, tie('value')), { selector: ([key]) => key, maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('an event in JSON', () => {
  it('comes back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent.map(withDistinctEpcs), async (event) => {
        const { events } = await read(JSON.stringify(encodeEvent(event, asWritten)), { mode: 'tolerant' });
        assert.deepEqual(comparable(events[0]), comparable(event));
      }),
      runs(300),
    );
  });

  it('is read the same in whatever chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anEvent, { maxLength: 5 }), fc.integer({ min: 1, max: 200 }), async (events, chunk) => {
        const list = events.map((event) => ({
          eventID: 'urn:x:1',
          key: '',
          event,
          origin: { captureID: '', index: 0, at: {}, recordTime: 0, deliveredBy: '' },
        }));
        const text = encodeEventList(list, { ...asWritten, queryName: 'Q', createdAt: 0 });
        assert.deepEqual(await read(text, { chunk, mode: 'tolerant' }), await read(text, { mode: 'tolerant' }));
      }),
      runs(30),
    );
  });

  it('has fields of somebody’s own that come back as any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => {
        const { events, errors } = await read(documentOf([objectEvent({ 'ex:any': value })]));
        assert.deepEqual(errors, []);
        assert.ok(events[0]);
        const { 'ex:any': again, ...rest } = JSON.parse(JSON.stringify(encodeEvent(events[0], asWritten))) as Record<
          string,
          unknown
        >;
        assert.deepEqual(renamed(again, rest['@context']), renamed(value, [{ ex: 'https://example.com/epcis/' }]));
      }),
      runs(500),
    );
  });
});

/** JSON has no other in these lists; what becomes of repeats is shown in encode.test.ts. */
function withDistinctEpcs(event: EpcisEvent): EpcisEvent {
  if (event.type !== 'ObjectEvent' && event.type !== 'TransformationEvent') return event;
  const lists = ['epcList', 'inputEPCList', 'outputEPCList'].map(
    (field) => [field, (event as Readonly<Record<string, unknown>>)[field]] as const,
  );
  const distinct = lists.flatMap(([field, list]) => (Array.isArray(list) ? [[field, [...new Set(list)]] as const] : []));
  return { ...event, ...Object.fromEntries(distinct) };
}

/** Full names, whatever prefixes they were given: an encoder may shorten `https://example.org/d`. */
function renamed(value: unknown, context: unknown): unknown {
  const prefixes = Object.assign({}, ...(context as readonly object[]).filter((entry) => typeof entry === 'object')) as Record<
    string,
    string
  >;
  const full = (key: string): string => {
    const colon = key.indexOf(':');
    const ns = colon > 0 ? prefixes[key.slice(0, colon)] : undefined;
    return decodeURIComponent(ns === undefined ? key : ns + key.slice(colon + 1));
  };
  if (Array.isArray(value)) return value.map((entry) => renamed(entry, context));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [full(key), renamed(inner, context)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A change to bytes: some cut out, some put in. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 3 }),
  put: fc.oneof(
    fc
      .constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        ',',
        ':',
        '\\',
        'null',
        '1',
        '-',
        '//',
        ' ',
        '\n',
        '"@context":1,',
        '{}',
        '\u0000',
        '\\u12',
      )
      .map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
  ),
});

const original = Buffer.from(
  JSON.stringify(
    documentOf(
      [
        objectEvent({ 'ex:a': [{ b: 'é"\\' }, 1.5e3, []] }),
        objectEvent({ sensorElementList: [{ sensorReport: [{ type: 'Temperature', value: 1 }] }] }),
      ],
      {
        epcisHeader: { epcisMasterData: { vocabularyList: [{ type: 'urn:a', vocabularyElementList: [{ id: 'urn:b' }] }] } },
      },
    ),
  ),
);

function changed(bytes: Buffer, changes: readonly { readonly at: number; readonly cut: number; readonly put: Buffer }[]): Buffer {
  return changes.reduce((before, { at, cut, put }) => {
    const from = Math.floor(at * before.length);
    return Buffer.concat([before.subarray(0, from), put, before.subarray(from + cut)]);
  }, bytes);
}

const notJson = new Set(['json-syntax', 'json-truncated', 'json-trailing-content', 'document-empty', 'json-encoding']);

describe('bytes that are any', () => {
  it('are read to an end, and are no JSON exactly where JSON.parse says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 500 }),
        async (changes, chunk) => {
          const bytes = changed(original, changes);
          const { issues } = await read(bytes, { chunk });
          const refused = issues.some(({ id }) => notJson.has(id));
          assert.equal(refused, !isJson(bytes), JSON.stringify(issues.slice(-1)));
          for (const { at } of issues) assert.ok((at.line ?? 0) >= 1 && (at.column ?? 0) >= 1 && at.path !== undefined);
        },
      ),
      runs(2000),
    );
  });
});

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

describe('a list of URIs', () => {
  const entry = fc.oneof(
    fc
      .constantFrom(
        'urn:epc:id:sgtin:9521234.012345.',
        'https://id.gs1.org/01/09521234123453/21/',
        'https://h:80/',
        'ex:',
        'urn:',
      )
      .chain((from) => fc.string({ maxLength: 4 }).map((end) => from + end)),
    fc.integer({ min: 0, max: 30 }).map((n) => `urn:epc:id:sgtin:9521234.012345.${n}`),
    fc.string(),
    fc.constant(7),
  );

  it('is judged as each entry by itself, and as a set', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (entries, times) => {
        const list: readonly unknown[] =
          times > 30
            ? [...entries, ...entries, ...Array.from({ length: 90 }, (_, i) => `urn:epc:id:sgtin:9521234.012345.x${i}`)]
            : entries;
        const { notText, notUri, repeated } = checkUris(list, { repeats: true });
        const indices = (keep: (each: unknown, i: number) => boolean): readonly number[] =>
          list.flatMap((each, i) => (keep(each, i) ? [i] : []));
        assert.deepEqual(
          notText,
          indices((each) => typeof each !== 'string'),
        );
        assert.deepEqual(
          notUri,
          indices((each) => typeof each === 'string' && !isUri(each)),
        );
        assert.deepEqual(
          repeated,
          indices((each, i) => typeof each === 'string' && list.indexOf(each) < i),
        );
      }),
      runs(1000),
    );
  });
});
