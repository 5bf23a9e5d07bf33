/** docs/problems.md says of every problem what the hub does, and of nothing else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { httpProblems } from '../../server/http/problem-details.ts';
import { problemCodes } from '../../server/runtime/problem.ts';

const rows = [...readFileSync('docs/problems.md', 'utf8').matchAll(/^\| `([a-z-]+)` \| (\d+) \| (\w+) \| (.+) \|$/gm)];

describe('docs/problems.md', () => {
  it('explains every problem code, in their order', () => {
    assert.deepEqual(
      rows.map((row) => row[1]),
      [...problemCodes],
    );
  });

  for (const [, code, status, exception, meaning] of rows) {
    it(`tells status, exception and meaning of ${code}`, () => {
      const row = httpProblems[code as keyof typeof httpProblems]; // the test above holds the codes together
      assert.equal(Number(status), row.status);
      assert.equal(`epcisException:${exception}`, row.type);
      assert.ok((meaning ?? '').length > 20);
    });
  }
});
