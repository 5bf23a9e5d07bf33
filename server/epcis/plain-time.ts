/** The one form nearly all times have, read without a regular expression: a reader of a million events notices. */

const DAY = 86_400_000;

/** Days before the month in a year that begins with March. */
const daysBefore = [306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275] as const;

/** Of a year that is no leap year: a 29th of February goes the long way. */
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Reads `YYYY-MM-DDThh:mm:ss`, at most three decimals, `Z` or an offset.
 *
 * @returns milliseconds since 1970-01-01T00:00:00Z; undefined where the text is of another form, or may be no time at all
 */
export function plainTime(text: string): number | undefined {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  const isWhole = text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  // Early years and the ends of ranges are rare enough for the long way.
  if (!isWhole || year < 1000 || month < 1 || month > 12 || day < 1 || day > (lengths[month - 1] ?? 0)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  const zoneAt = endOfFraction(text);
  const offset = zoneMs(text, zoneAt);
  if (offset === undefined) return undefined;
  const fraction = zoneAt === 19 ? 0 : digits(text, 20, zoneAt - 20) * (zoneAt === 23 ? 1 : zoneAt === 22 ? 10 : 100);
  return daysSince1970(year, month, day) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction - offset;
}

/** @returns the number, or -1 where there is something else than digits */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** @returns where the zone begins: 19 without a fraction, up to 23; 0 for a longer fraction or none of digits */
function endOfFraction(text: string): number {
  if (text[19] !== '.') return 19;
  let end = 20;
  while (end < 24 && digits(text, end, 1) >= 0) end++;
  return end > 20 && end < 24 ? end : 0;
}

function zoneMs(text: string, start: number): number | undefined {
  if (start === 0) return undefined;
  if (text[start] === 'Z') return text.length === start + 1 ? 0 : undefined;
  const hours = digits(text, start + 1, 2);
  const minutes = digits(text, start + 4, 2);
  const isOffset =
    text.length === start + 6 && text[start + 3] === ':' && hours >= 0 && hours < 14 && minutes >= 0 && minutes < 60;
  if (!isOffset) return undefined;
  const offset = hours * 3_600_000 + minutes * 60_000;
  return text[start] === '+' ? offset : text[start] === '-' ? -offset : undefined;
}

/** Years begin with March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month < 3 ? year - 1 : year;
  const days = y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return days + (daysBefore[month - 1] ?? 0) + day - 719_469;
}
