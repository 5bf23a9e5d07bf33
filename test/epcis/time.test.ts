import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offsetMinutes, parseTime, toInstant } from '../../server/epcis/time.ts';

const instant = (text: string): string | undefined => {
  const time = parseTime(text);
  return time && toInstant(time.ms);
};

describe('a time', () => {
  it('is read with its zone', () => {
    assert.equal(instant('2025-03-03T08:00:00+02:00'), '2025-03-03T06:00:00.000Z');
    assert.equal(instant('2025-03-03T08:00:00-05:30'), '2025-03-03T13:30:00.000Z');
    assert.equal(instant('2025-03-03t08:00:00.25z'), '2025-03-03T08:00:00.250Z');
    assert.equal(instant('0050-03-03T08:00:00Z'), '0050-03-03T08:00:00.000Z');
  });

  it('keeps fractions of a millisecond', () =>
    assert.ok(Math.abs((parseTime('1970-01-01T00:00:00.0005Z')?.ms ?? 0) - 0.5) < 1e-9));

  it('may be the midnight that ends a day, or a leap second', () => {
    assert.equal(instant('2025-03-03T24:00:00Z'), '2025-03-04T00:00:00.000Z');
    assert.equal(instant('2016-12-31T23:59:60Z'), '2017-01-01T00:00:00.000Z');
  });

  it('is in a day there is', () => {
    assert.equal(instant('2024-02-29T00:00:00Z'), '2024-02-29T00:00:00.000Z');
    assert.equal(instant('2000-02-29T00:00:00Z'), '2000-02-29T00:00:00.000Z');
    for (const text of [
      '2025-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2025-04-31T00:00:00Z',
      '2025-13-01T00:00:00Z',
      '2025-00-01T00:00:00Z',
      '2025-01-00T00:00:00Z',
    ])
      assert.equal(parseTime(text), undefined, text);
  });

  it('is nothing without a zone or with parts out of range', () => {
    const none = [
      '',
      '2025-03-03',
      '2025-03-03T08:00:00',
      '2025-03-03T25:00:00Z',
      '2025-03-03T24:00:01Z',
      '2025-03-03T24:00:00.5Z',
      '2025-03-03T08:60:00Z',
      '2025-03-03T08:00:61Z',
      '2025-03-03T08:00:00+14:01',
      '2025-03-03T08:00:00+0200',
    ];
    for (const text of none) assert.equal(parseTime(text), undefined, text);
    assert.equal(parseTime('999999-01-01T00:00:00Z'), undefined);
  });
});

describe('an offset', () => {
  it('is in minutes east of UTC, 14 hours at most', () => {
    assert.equal(offsetMinutes('Z'), 0);
    assert.equal(offsetMinutes('-06:00'), -360);
    assert.equal(offsetMinutes('+14:00'), 840);
    for (const text of ['+14:30', '+01:60', '0100', '']) assert.equal(offsetMinutes(text), undefined, text);
  });
});
