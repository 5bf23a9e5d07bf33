/** Nobody imports upwards or sideways. The rules are in floors.cjs, the picture in docs/architecture.md. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, describe, it } from 'node:test';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

type Rules = ICruiseOptions & { floors: Record<string, readonly string[]>; options: ICruiseOptions };
const rules = createRequire(import.meta.url)('./floors.cjs') as Rules;
const roots = ['server', 'connectors'];

describe('floors', () => {
  let result: ICruiseResult;
  before(async () => {
    const { floors: _floors, options, ...ruleSet } = rules;
    const { output } = await cruise(roots, { ...options, validate: true, ruleSet } as ICruiseOptions, undefined, {
      tsConfig: extractTSConfig('tsconfig.json'),
    });
    result = output as ICruiseResult;
  });

  it('are checked over every source file', () => {
    // With a TypeScript that has no compiler API (7.0), dependency-cruiser reads no .ts file and reports success.
    const sources = roots.flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((p) => p.endsWith('.ts')),
    );
    const seen = result.modules.filter((m) => m.source.endsWith('.ts') && !m.source.includes('node_modules'));
    assert.ok(seen.length >= sources.length, `${seen.length} of ${sources.length}`);
    assert.ok(result.summary.totalDependenciesCruised ?? 0 > 100);
  });

  it('let no file import upwards or sideways', () => {
    assert.deepEqual(
      result.summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`),
      [],
    );
  });

  it('name every folder of server/, and every folder has files', () => {
    const folders = readdirSync('server', { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(`server/${entry.name}`).length > 0)
      .map((entry) => entry.name);
    assert.deepEqual(
      folders.filter((name) => !(name in rules.floors)),
      [],
    );
  });

  it('are the floors that docs/architecture.md shows', () => {
    const picture = readFileSync('docs/architecture.md', 'utf8');
    for (const folder of readdirSync('server', { withFileTypes: true })) {
      if (folder.isDirectory() && readdirSync(`server/${folder.name}`).length > 0) {
        assert.match(picture, new RegExp(`\\b${folder.name}/`), `docs/architecture.md does not mention ${folder.name}/`);
      }
    }
  });
});
