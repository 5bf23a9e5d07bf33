/** Tables of the corpus. */
import { readFileSync } from 'node:fs';

export type Row = Readonly<Record<string, string>>;

/** Reads a CSV file with a heading (RFC 4180) into rows by column name; a column a row lacks is ''. */
export function readCsv(file: string): readonly Row[] {
  const [heading = [], ...rows] = parseCsv(readFileSync(file, 'utf8'));
  return rows.map((row) => Object.fromEntries(heading.map((name, i) => [name, row[i] ?? ''])));
}

/** Fields of each record; empty lines are left out. */
export function parseCsv(source: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (field.lastIndex < source.length) {
    const match = field.exec(source);
    if (!match) throw new Error(`record ${rows.length}: no CSV`);
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}

/** Cell of a row; a misspelt column is an error, not an empty cell. */
export function cell(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`the table has no column ${column}`);
  return value;
}
