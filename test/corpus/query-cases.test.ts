// Reads the corpus of query cases where EPCIS_CORPUS names its folder: documents, parameters, and the events expected.
import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Decode } from '../../server/codec/decoded.ts';
import { decodeJson } from '../../server/codec/json/decode.ts';
import { decodeXml } from '../../server/codec/xml/decode.ts';
import type { VocabularyElement } from '../../server/epcis/document.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';
import type { StoredEvent } from '../../server/epcis/stored-event.ts';
import { compile } from '../../server/query/compile.ts';
import { resolveMasterData } from '../../server/query/master-data.ts';
import { matches } from '../../server/query/matches.ts';
import { compareEvents } from '../../server/query/order.ts';
import { parseJsonQuery } from '../../server/query/parse-json.ts';
import { parseParameters } from '../../server/query/parse-parameters.ts';
import { HubProblem } from '../../server/runtime/problem.ts';
import { stored } from '../build/event.ts';
import { lookupIn } from '../build/vocabulary-in-memory.ts';
import { indexed, isCandidate } from '../query/run-plan.ts';

type Value = string | number | boolean;
type Case = {
  readonly id: string;
  readonly name: string;
  readonly capture: readonly string[];
  readonly captureAlternative?: readonly string[];
  readonly context?: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, Value | readonly Value[]>>;
  readonly expectEvents?: readonly string[];
  readonly expectOrdered?: boolean;
  readonly expectError?: string;
};
type Captured = { readonly events: ReadonlyMap<StoredEvent, string>; readonly elements: readonly VocabularyElement[] };

const corpus = process.env['EPCIS_CORPUS'];
const limits = { depth: 100, textLength: 1_000_000, eventBytes: 10_000_000, events: 1_000_000 };
const documents = new Map<
  string,
  Promise<{ readonly events: readonly EpcisEvent[]; readonly elements: readonly VocabularyElement[] }>
>();

async function read(folder: string, file: string) {
  const decode: Decode = file.endsWith('.xml') ? decodeXml : decodeJson;
  const events: EpcisEvent[] = [];
  const elements: VocabularyElement[] = [];
  for await (const items of decode(createReadStream(join(folder, file)), { limits, mode: 'tolerant' })) {
    for (const item of items) {
      if (item.kind === 'event')
        events.push(item.decoded.event ?? assert.fail(`${file}: ${JSON.stringify(item.decoded.issues)}`));
      if (item.kind === 'vocabulary') elements.push(item.element);
    }
  }
  return { events, elements };
}

async function capture(folder: string, files: readonly string[], names: readonly string[]): Promise<Captured> {
  const events = new Map<StoredEvent, string>();
  const elements: VocabularyElement[] = [];
  for (const [i, file] of files.entries()) {
    const document = documents.get(file) ?? read(folder, file);
    documents.set(file, document);
    const content = await document;
    elements.push(...content.elements);
    for (const [index, event] of content.events.entries())
      events.set(stored(event, { index, recordTime: Date.UTC(2026, 0, 1) + events.size }), `${names[i]}#${index}`);
  }
  return { events, elements };
}

const listOf = (value: Value | readonly Value[]): readonly Value[] => (Array.isArray(value) ? value : [value as Value]);

const inUrl = ({ query, context }: Case) =>
  parseParameters(
    Object.entries(query).map(([name, value]) => [
      name,
      listOf(value)
        .map((item) => String(item).replaceAll('|', '%7C'))
        .join('|'),
    ]),
    context ?? {},
  );

async function answer({ events, elements }: Captured, asked: Case): Promise<readonly string[]> {
  const query = await resolveMasterData(inUrl(asked), lookupIn(elements));
  const plan = compile(query);
  const hits = [...events.keys()].filter((event) => matches(query, event));
  for (const hit of hits) assert.ok(isCandidate(plan, indexed(hit)), `the plan misses ${events.get(hit)}`);
  if (query.maxEventCount !== undefined && hits.length > query.maxEventCount) throw new HubProblem('query-too-large', 'too many');
  const ordered = query.order ? hits.toSorted(compareEvents(query.order)) : hits;
  return ordered.slice(0, query.eventCountLimit).map((event) => events.get(event) ?? '');
}

const problems: Readonly<Record<string, string>> = {
  QueryParameterException: 'query-parameter',
  QueryTooLargeException: 'query-too-large',
};

function check(folder: string, asked: Case, files: readonly string[]) {
  return async () => {
    const captured = await capture(folder, files, asked.capture);
    if (asked.expectError !== undefined) {
      await assert.rejects(answer(captured, asked), { code: problems[asked.expectError] });
      return;
    }
    const found = await answer(captured, asked);
    const sorted = (names: readonly string[]) => (asked.expectOrdered ? names : names.toSorted());
    assert.deepEqual(sorted(found), sorted(asked.expectEvents ?? []));
    const json = parseJsonQuery({ '@context': asked.context ?? {}, ...asked.query }, {});
    assert.deepEqual(json, inUrl(asked));
  };
}

describe('query cases of the corpus', { skip: corpus === undefined && 'EPCIS_CORPUS is not set' }, () => {
  const folder = corpus ?? '';
  const cases: readonly Case[] = corpus === undefined ? [] : JSON.parse(readFileSync(join(folder, 'query-cases.json'), 'utf8'));
  for (const asked of cases) {
    it(`${asked.id} ${asked.name}`, check(folder, asked, asked.capture));
    if (asked.captureAlternative)
      it(`${asked.id} ${asked.name}, from the XML twins`, check(folder, asked, asked.captureAlternative));
  }
});
