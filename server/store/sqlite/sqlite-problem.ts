/** What SQLite's result codes mean to a caller. */
import { HubProblem } from '../../runtime/problem.ts';

/** Primary result codes: the lower 8 bits of `errcode`. https://www.sqlite.org/rescode.html */
const BUSY = 5;
const unavailable: Readonly<Record<number, string>> = {
  3: 'may not be opened',
  5: 'is locked by another process',
  6: 'is locked by another process',
  7: 'got no memory',
  8: 'may not be written',
  10: 'could not be read or written',
  11: 'is damaged',
  13: 'has no room left on its disk',
  14: 'could not be opened',
  26: 'is no database',
};

/** @returns the primary result code, undefined for what did not come from SQLite */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

/** Another connection is in the way for now. */
export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY;

/** A failure of the database as `store-unavailable`; anything else, being a bug or a problem already, as it is. */
export function toProblem(error: unknown, file: string): unknown {
  const code = resultCode(error);
  const meaning = code === undefined ? undefined : unavailable[code];
  return meaning === undefined ? error : new HubProblem('store-unavailable', `The database ${file} ${meaning}.`, {}, error);
}
