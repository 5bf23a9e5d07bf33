/** Our JSON Schemas beside GS1's, on the corpus and on what small changes make of it; and beside the decoder. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { isError } from '../../server/epcis/issue.ts';
import { read } from '../codec/json/read.ts';
import { cell, readCsv } from './csv.ts';

const corpus = process.env['EPCIS_CORPUS'] ?? '';
const gs1File = join(process.env['EPCIS_STANDARD'] ?? '', 'EPCIS-JSON-Schema.json');
const skip =
  corpus !== '' && existsSync(corpus) && existsSync(gs1File) ? false : 'EPCIS_CORPUS and EPCIS_STANDARD do not name the folders';

type Json = Record<string, unknown> | unknown[];
const parse = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
const withFormats = formats as unknown as (ajv: Ajv | Ajv2020) => void;

function compileOurs(): (document: unknown) => boolean {
  const ajv = new Ajv2020({ allowUnionTypes: true, strictRequired: false, strictTypes: false });
  withFormats(ajv);
  ajv.addSchema(parse('schemas/event.schema.json') as object);
  const validate = ajv.compile(parse('schemas/epcis-document.schema.json') as object);
  return (document) => validate(document);
}

function compileGs1(): (document: unknown) => boolean {
  const ajv = new Ajv({ strict: false });
  withFormats(ajv);
  const validate = ajv.compile(parse(gs1File) as object);
  return (document) => validate(document);
}

/** Documents of a table that are JSON at all and that either schema is about. */
const documentsOf = (table: string): readonly string[] =>
  readCsv(join(corpus, table))
    .filter((row) => /\.json(ld)?$/.test(cell(row, 'file')) && row['kind'] !== '')
    .map((row) => cell(row, 'file'))
    .filter((file) => {
      try {
        return parse(join(corpus, file)) !== undefined;
      } catch {
        return false;
      }
    });

describe('our JSON Schemas and GS1’s', { skip }, () => {
  if (skip !== false) return;
  const [ours, gs1] = [compileOurs(), compileGs1()];

  it('differ on the documents that docs/schema-differences.md names, and on no others', () => {
    const files = [...documentsOf('documents.csv'), ...documentsOf('invalid.csv')];
    assert.ok(files.length > 140);
    const differences = files.flatMap((file) => {
      const document = parse(join(corpus, file));
      const [theirs, own] = [gs1(document), ours(document)].map((valid) => (valid ? 'valid' : 'invalid'));
      return theirs === own ? [] : [`| \`${file}\` | ${theirs} | ${own} |`];
    });
    const written = readFileSync('docs/schema-differences.md', 'utf8').split('\n');
    const named = written.filter((line) => /^\| `.*\.json(ld)?` \|/.test(line));
    assert.deepEqual(differences.toSorted(), named.toSorted());
  });

  /** @returns whether GS1's schema takes the changed document */
  async function areJudgedAlike(document: Json, changes: readonly Change[]): Promise<boolean> {
    const copy = structuredClone(document);
    for (const each of changes) applyChange(copy, each);
    const [theirs, own] = [gs1(copy), ours(copy)];
    if (namesEpcis(copy)) assert.equal(own, theirs, JSON.stringify(changes));
    const { errors } = await read(copy, { namespaces: { ex: 'https://ex.example/' } });
    const structural = errors.filter(
      ({ layer, id, at }) => layer === 'schema' && id !== 'context-unknown' && !isFreeName(id, at.path ?? ''),
    );
    if (!own) assert.ok(errors.length > 0, `the decoder takes it: ${JSON.stringify(changes)}`);
    else if (!hasOwnType(copy)) assert.deepEqual(structural, []);
    return theirs;
  }

  it('judge small changes of valid documents alike, and the decoder with them', async () => {
    const documents = documentsOf('documents.csv')
      .map((file) => parse(join(corpus, file)))
      .filter((document) => gs1(document));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        fc.array(change, { minLength: 1, maxLength: 2 }),
        async (document, changes) => {
          if (!(await areJudgedAlike(document as Json, changes))) refused++;
        },
      ),
      { numRuns: 3000 },
    );
    assert.ok(refused > 500, `only ${refused} were refused`);
  });

  it('refuse nothing that the decoder takes on the corpus', async () => {
    for (const file of documentsOf('documents.csv').filter(
      (name) => name.startsWith('valid/json') || name.startsWith('valid/query-json'),
    )) {
      const document = parse(join(corpus, file));
      const { errors } = await read(document as object);
      if (errors.filter(isError).length === 0) assert.ok(ours(document), file);
    }
  });
});

/** Of events of somebody's own type a schema looks at a few fields only. */
const hasOwnType = (document: Json): boolean =>
  nodesOf(document).some((node) => !Array.isArray(node) && 'eventTime' in node && String(node['type']).includes(':'));

/** In these objects a schema does not look at names. */
const isFreeName = (id: string, path: string): boolean =>
  id === 'field-name-invalid' && /\/(?:readPoint|bizLocation|epcisBody|epcisMasterData)\/[^/]*$/.test(path);

/** Where the two schemas are known to differ: see docs/schema-differences.md. */
function namesEpcis(document: Json): boolean {
  const context = Array.isArray(document) ? undefined : document['@context'];
  return [context].flat().some((entry) => typeof entry === 'string' && /epcis-context\.jsonld$/.test(entry));
}

type Change = {
  readonly node: number;
  readonly member: number;
  readonly deed: 'drop' | 'set' | 'add' | 'repeat';
  readonly name: string;
  readonly value: unknown;
};

const change: fc.Arbitrary<Change> = fc.record({
  node: fc.nat(),
  member: fc.nat(),
  deed: fc.constantFrom('drop', 'set', 'add', 'repeat'),
  name: fc.constantFrom(
    ...[
      'x',
      'ex:x',
      '@id',
      'action',
      'type',
      'id',
      'epcList',
      'parentID',
      'childEPCs',
      'ilmd',
      'persistentDisposition',
      'eventID',
      'bizStep',
    ],
    ...[
      'sensorElementList',
      'quantityList',
      'set',
      'uom',
      'epcClass',
      'certificationInfo',
      'http://x/y',
      '_a:b',
      'transformationID',
      'inputEPCList',
    ],
  ),
  value: fc.constantFrom<unknown>(
    ...[
      null,
      true,
      1,
      1.5,
      '',
      'x',
      'urn:a:b',
      'ex:a',
      'shipping',
      'in_transit',
      'ADD',
      'DELETE',
      'OBSERVE',
      'KGM',
      'kg',
      '+02:00',
      'urn:',
    ],
    ...[
      '2020-01-01T00:00:00Z',
      '2020-01-01T00:00:00',
      '2020-02-30T00:00:00Z',
      '2020-01-01T24:00:00Z',
      '2016-12-31T23:59:60Z',
      '20200-01-01T00:00:00Z',
    ],
    ...[
      'urn:epcglobal:cbv:bizstep:shipping',
      'https://gs1.org/voc/Temperature',
      'https://ns.gs1.org/cbv/BizStep-shipping',
      'http://[::1]/',
      'http://a b',
      'a:%4',
    ],
    ...[[], {}, ['x'], [1], { a: 1 }, ['urn:a:b', 'urn:a:b']],
  ),
});

function nodesOf(json: unknown): readonly Json[] {
  if (typeof json !== 'object' || json === null) return [];
  return [json as Json, ...Object.values(json).flatMap(nodesOf)];
}

function applyChange(document: Json, { node, member, deed, name, value }: Change): void {
  const nodes = nodesOf(document);
  const target = nodes[node % nodes.length] as Json;
  const names = Object.keys(target);
  const chosen = names[member % Math.max(1, names.length)];
  const copy = structuredClone(value);
  if (deed === 'add' && !Array.isArray(target)) target[name] = copy;
  else if (chosen === undefined) return;
  else if (Array.isArray(target)) changeList(target, Number(chosen), deed, copy);
  else if (deed === 'drop') delete target[chosen];
  else target[chosen] = copy;
}

function changeList(list: unknown[], index: number, deed: Change['deed'], value: unknown): void {
  if (deed === 'drop') list.splice(index, 1);
  else if (deed === 'repeat') list.push(structuredClone(list[index]));
  else list[index] = value;
}
