/** docs/configuration.md and the settings in the code are one list. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { settings } from '../../server/runtime/config.ts';

describe('docs/configuration.md', () => {
  const rows = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `(\w+)` \| `(\w+)` \| (.+?) \| (.+) \|$/gm)];

  it('lists every setting with its key, default and meaning, and nothing else', () => {
    assert.deepEqual(
      rows.map(([, variable, key, fallback, meaning]) => [variable, key, fallback, meaning]),
      Object.entries(settings).map(([variable, { key, fallback, meaning }]) => [
        variable,
        key,
        fallback === undefined ? '–' : `\`${fallback}\``,
        meaning,
      ]),
    );
  });

  it('names every variable the code reads', () => {
    const text = readFileSync('docs/configuration.md', 'utf8');
    const code = readFileSync('server/runtime/config.ts', 'utf8') + readFileSync('server/runtime/secrets.ts', 'utf8');
    const read = new Set(
      [...code.matchAll(/\b(EPCIS_(?!CORPUS|STANDARD|TEST)[A-Z_]*[A-Z]|MONGODB_URI)\b/g)].map((match) => match[1] ?? ''),
    );
    assert.deepEqual(
      [...read].filter((name) => !text.includes(`\`${name}\``)),
      [],
    );
  });
});
