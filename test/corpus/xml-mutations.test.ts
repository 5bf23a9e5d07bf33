/**
 * Documents of the corpus, damaged at random: the decoder refuses exactly what the standard's own schema refuses, and
 * finds not well-formed exactly what another parser does. A failure names its seed.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { XmlDocument } from 'libxml2-wasm';
import { decodeXml } from '../../server/codec/xml/decode.ts';
import { type Issue, isError } from '../../server/epcis/issue.ts';
import { schemaFaults, skipSchemas } from './xsd.ts';

const corpus = process.env['EPCIS_CORPUS'];
const skip = corpus !== undefined && existsSync(corpus) ? skipSchemas : 'EPCIS_CORPUS names no folder';
const limits = { depth: 64, textLength: 1 << 20, eventBytes: 1 << 26, events: 100_000 };
const ROUNDS = 40;
const PER_ROUND = 25;

const versions = { 'xml-1.0': '1.0', 'xml-1.2': '1.2', 'xml-2.0': '2.0' } as const;

type Source = { readonly file: string; readonly version: '1.0' | '1.2' | '2.0'; readonly text: string };

const sources: readonly Source[] =
  skip !== false || corpus === undefined
    ? []
    : Object.entries(versions).flatMap(([folder, version]) =>
        readdirSync(join(corpus, 'valid', folder)).map((file) => ({
          file,
          version,
          text: readFileSync(join(corpus, 'valid', folder, file), 'utf8').replace(/^\uFEFF|<!DOCTYPE[^>]*>/g, ''),
        })),
      );

/** Numbers from 0 below `limit`, the same for the same seed. */
function makeRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >> 8) % limit;
  };
}

type Random = ReturnType<typeof makeRandom>;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[random(items.length)] as Item;

const names =
  'foo epcList action bizStep extension baseExtension ilmd quantityList sensorElementList persistentDisposition certificationInfo eventID id sourceList epc m:own readPoint parentID quantity uom errorDeclaration correctiveEventIDs ObjectEvent TransformationEvent AssociationEvent EPCISHeader'.split(
    ' ',
  );
const texts = [
  '',
  'ADD',
  'foo',
  '12',
  '12.5',
  '1e5',
  'NaN',
  '2020-01-01T00:00:00Z',
  '2020-01-01T00:00:00',
  '2020-02-30T00:00:00Z',
  '2020-01-01T24:00:00Z',
  '2020-01-01T00:00:60Z',
  '+01:00',
  ' ADD ',
  'true',
  'ABC',
  'F0',
  '1:x',
  '%zz',
];
const attributes = ['foo="1"', 'm:foo="1"', 'type="foo"', 'id="a"', 'i:nil="true"'];

const TOKEN = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/[^>]+>|<[^>]+>|[^<]+/g;
const isStart = (token = ''): boolean => /^<[A-Za-z]/.test(token);

/** Index of the token that ends the element which begins at `from`. */
function endOf(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    if (isStart(token) && !token.endsWith('/>')) depth++;
    if (token.startsWith('</')) depth--;
    if (depth === 0) return at;
  }
  return tokens.length - 1;
}

type Change = (tokens: string[], at: number, end: number, random: Random) => void;

const inTag = (tokens: string[], at: number, change: (tag: string) => string): void => {
  tokens[at] = change(tokens[at] ?? '');
};

const changes: readonly Change[] = [
  (tokens, at, end) => tokens.splice(at, end - at + 1),
  (tokens, at, end) => tokens.splice(at, 0, ...tokens.slice(at, end + 1)),
  (tokens, at, end) => {
    const next = tokens.findIndex((token, index) => index > end && isStart(token));
    if (next > 0) tokens.splice(at, 0, ...tokens.splice(next, endOf(tokens, next) - next + 1));
  },
  (tokens, at, end, random) => {
    const name = pick(random, names);
    inTag(tokens, at, (tag) => tag.replace(/^<[^\s/>]+/, `<${name}`));
    if (end > at) tokens[end] = `</${name}>`;
  },
  (tokens, at, end, random) => {
    if (end === at + 2) tokens[at + 1] = pick(random, texts);
    else tokens.splice(at + 1, 0, pick(random, texts));
  },
  (tokens, _at, end, random) => {
    const name = pick(random, names);
    tokens.splice(end + 1, 0, `<${name}>${pick(random, texts)}</${name}>`);
  },
  (tokens, at, _end, random) =>
    inTag(tokens, at, (tag) => tag.replace(/\/?>$/, (close) => ` ${pick(random, attributes)}${close}`)),
  (tokens, at) => inTag(tokens, at, (tag) => tag.replace(/ [a-zA-Z]+="[^"]*"/, '')),
  (tokens, at, end) => tokens.splice(at + 1, Math.max(0, end - at - 1)),
  (tokens, at, _end, random) => inTag(tokens, at, (tag) => tag.replace(/ ([a-zA-Z]+)="[^"]*"/, ` $1="${pick(random, texts)}"`)),
];

/** One element damaged; prefixes for what is put in are declared at the root. */
function damageStructure(text: string, random: Random): string {
  const tokens = text.match(TOKEN) ?? [];
  const starts = tokens.flatMap((token, index) => (isStart(token) ? [index] : []));
  const root = starts[0] ?? 0;
  const at = starts[1 + random(starts.length - 1)] ?? root;
  const prefixes = ' xmlns:m="urn:mutation" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
  inTag(tokens, root, (tag) => tag.replace(/>$/, `${prefixes}>`));
  pick(random, changes)(tokens, at, endOf(tokens, at), random);
  return tokens.join('');
}

const bits = [
  '<',
  '>',
  '&',
  '&amp;',
  '"',
  "'",
  '/',
  '</',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?p ?>',
  '=',
  ' ',
  '\n',
  '\u0001',
  'é',
  '&#65;',
  '&#x1;',
  '&no;',
  'x:',
  'a="1"',
  ']]',
  '<epc>',
  '</epc>',
  '<a/>',
  '<b>',
];

/** Some characters damaged, anywhere behind the name of the root. */
function damageCharacters(text: string, random: Random): string {
  const from = text.indexOf('>', text.indexOf('EPCIS')) + 1;
  let damaged = text;
  for (let times = 0; times <= random(3); times++) {
    const at = from + random(damaged.length - from);
    const put = pick(random, ['', ...bits]);
    damaged = damaged.slice(0, at) + put + damaged.slice(at + random(3));
  }
  return damaged;
}

async function errorsOf(text: string): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  async function* bytes() {
    yield Buffer.from(text);
  }
  for await (const items of decodeXml(bytes(), { mode: 'strict', limits })) {
    for (const item of items)
      issues.push(...(item.kind === 'event' ? item.decoded.issues : item.kind === 'issue' ? [item.issue] : []));
  }
  return issues.filter(isError);
}

/** What another parser says against it. */
function parserFault(text: string): string | undefined {
  try {
    using _document = XmlDocument.fromBuffer(Buffer.from(text));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

describe('damaged documents', { skip }, () => {
  for (let round = 0; round < ROUNDS; round++) {
    it(`are refused where the schema refuses them, seed ${round}`, async () => {
      const random = makeRandom(round * 7907 + 11);
      for (let n = 0; n < PER_ROUND; n++) {
        const { file, version, text } = pick(random, sources);
        const damaged = damageStructure(text, random);
        const faults = schemaFaults(damaged, 'EPCISDocument', version);
        const ours = (await errorsOf(damaged)).filter(({ layer }) => layer !== 'rule');
        const told = JSON.stringify({ file, n, faults: faults[0], ours: ours[0] });
        assert.equal(ours.length > 0, faults.length > 0, told);
      }
    });

    it(`are not well-formed where another parser says so, seed ${round}`, async () => {
      const random = makeRandom(round * 104_723 + 5);
      for (let n = 0; n < PER_ROUND; n++) {
        const { file, text } = pick(random, sources);
        const damaged = damageCharacters(text, random);
        const errors = await errorsOf(damaged);
        // Reading ends where the root is none of EPCIS.
        if (errors.some(({ id }) => id === 'root-unknown')) continue;
        const ours = errors.filter(({ layer }) => layer === 'wellformedness');
        const fault = parserFault(damaged);
        // Namespace names are compared, not used: whether they are URIs does not matter here.
        if (fault?.includes('is not a valid URI')) continue;
        assert.equal(ours.length === 0, fault === undefined, JSON.stringify({ file, n, fault, ours: ours[0] }));
      }
    });
  }
});
