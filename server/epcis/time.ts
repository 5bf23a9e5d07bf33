/**
 * Instants with the text they were written in.
 *
 * @source EPCIS 2.0: every timestamp carries a zone designator; W3C XML Schema 1.1 dateTimeStamp; RFC 3339
 */
import { plainTime } from './plain-time.ts';

export type Time = {
  /** As written, e.g. `2025-03-03T08:00:00.0005+02:00`. */
  readonly text: string;
  /** Milliseconds since 1970-01-01T00:00:00Z; fractions of a millisecond are kept as far as a double can. */
  readonly ms: number;
};

const PATTERN = /^(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i;
const MINUTE = 60_000;

/**
 * Reads a date-time with zone.
 *
 * @returns undefined where the text is no such time: no zone, no such day, hour 25, zone beyond ±14:00.
 *   `24:00:00` and a leap second `:60` are read as the following instant.
 */
export function parseTime(text: string): Time | undefined {
  const plain = plainTime(text);
  return plain === undefined ? parseAny(text) : { text, ms: plain };
}

function parseAny(text: string): Time | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = offsetMinutes(match[8] ?? '');
  if (offset === undefined || month < 1 || month > 12 || minute > 59 || second > 60) return undefined;
  const isMidnight24 = hour === 24 && minute === 0 && second === 0 && !/[1-9]/.test(match[7] ?? '');
  if (hour > 23 && !isMidnight24) return undefined;
  if (day < 1 || day > daysIn(year, month)) return undefined;
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`) * 1000;
  const whole =
    year > 99 ? Date.UTC(year, month - 1, day, hour, minute, second) : earlyUtc(year, month, day, hour, minute, second);
  const instant = whole - offset * MINUTE + fraction;
  return Number.isFinite(instant) ? { text, ms: instant } : undefined;
}

/** Date.UTC reads the years 0 to 99 as 1900 to 1999. */
function earlyUtc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime();
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * @param zone `Z` or `±hh:mm`
 * @returns minutes east of UTC, or undefined beyond ±14:00
 */
export function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const match = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (Number(match[3]) > 59 || minutes > 14 * 60) return undefined;
  return match[1] === '-' ? -minutes : minutes;
}

/** UTC with milliseconds and `Z`, e.g. `2025-03-03T06:00:00.000Z`. Fractions of a millisecond are cut. */
export const toInstant = (ms: number): string => new Date(Math.floor(ms)).toISOString();
