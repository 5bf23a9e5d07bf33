import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { plainTime } from '../../server/epcis/plain-time.ts';

const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
const fraction = fc.option(fc.stringMatching(/^\.\d{1,4}$/), { nil: '' });
const zone = fc.oneof(
  fc.constant('Z'),
  fc.tuple(fc.constantFrom('+', '-'), two(14), two(60)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
);
const year = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0'));
const parts = fc.tuple(year, two(13), two(32), two(25), two(61), two(61), fraction, zone);

describe('a time in the plain form', () => {
  it('is what the calendar of JavaScript says, or is left to the long way', () => {
    let read = 0;
    fc.assert(
      fc.property(parts, ([y, m, d, h, min, s, f, z]) => {
        const text = `${y}-${m}-${d}T${h}:${min}:${s}${f}${z}`;
        const plain = plainTime(text);
        if (plain === undefined) return;
        read++;
        assert.equal(plain, Date.parse(text), text);
      }),
      { numRuns: 3000 },
    );
    assert.ok(read > 500, `only ${read} were plain`);
  });

  it('leaves every other form to the long way', () => {
    const others = [
      '',
      '2025-03-03',
      '2025-03-03T08:00:00',
      '2025-03-03T08:00:00.Z',
      '2025-03-03T08:00:00.1234Z',
      '2025-03-03 08:00:00Z',
      '2025-03-03T08:00:00z',
      '2025-03-03T08:00:00Z ',
      '2025-03-03T08:00:00+0200',
      '2025-3-03T08:00:00Z',
      '2025-03-0xT08:00:00Z',
    ];
    for (const text of others) assert.equal(plainTime(text), undefined, text);
    assert.equal(plainTime('2025-03-03T08:00:00.25+02:00'), Date.UTC(2025, 2, 3, 6, 0, 0, 250));
  });
});
