/** The house style that a machine can judge. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const sources = ['server', 'connectors', 'test', 'bench'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${root}/${path}`),
);

describe('layout', () => {
  it('has sources to look at', () => assert.ok(sources.length > 50, `only ${sources.length} files`));

  it('names no dumping ground', () => {
    const dumps = sources.filter((path) => /(^|\/)(utils?|helpers?|common|misc|shared|lib)(\/|\.ts$)/.test(path));
    assert.deepEqual(dumps, []);
  });

  it('keeps files under 300 lines, and tables of test cases under 500', () => {
    const lines = (path: string): number => readFileSync(path, 'utf8').trimEnd().split('\n').length;
    assert.deepEqual(
      sources.filter((path) => lines(path) > (path.startsWith('test/') ? 500 : 300)),
      [],
    );
  });

  it('names files in kebab-case', () => {
    const odd = sources.filter((path) => !/^[a-z0-9/-]+(\.(test|contract|property|property\.test|bench))?\.ts$/.test(path));
    assert.deepEqual(odd, []);
  });

  it('keeps server/runtime a closed list', () => {
    assert.deepEqual(readdirSync('server/runtime').sort(), [
      'clock.ts',
      'config.ts',
      'lifecycle.ts',
      'log.ts',
      'problem.ts',
      'secrets.ts',
    ]);
  });

  it('records no download addresses in the lock file', () => {
    assert.doesNotMatch(readFileSync('package-lock.json', 'utf8'), /"resolved"/);
  });
});
