/** Tokens of the list of capture jobs. They hold a position and nothing secret, so they are not signed. */
import type { Clock } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';

/** A day, in ms. */
const LIFE = 86_400_000;

/** @param before arrival number of the last job of the page before */
export function jobPageToken(clock: Clock, before: number): { readonly token: string; readonly expires: number } {
  const expires = clock() + LIFE;
  return { token: Buffer.from(`jobs ${before} ${expires}`).toString('base64url'), expires };
}

/** @returns the arrival number. @throws HubProblem page-token-invalid */
export function readJobPageToken(clock: Clock, token: string): number {
  const match = /^jobs (\d{1,15}) (\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString('latin1'));
  if (!match) throw new HubProblem('page-token-invalid', 'This nextPageToken is none of this list.', { name: 'nextPageToken' });
  if (Number(match[2]) <= clock()) {
    throw new HubProblem('page-token-invalid', 'This nextPageToken has expired; begin with the first page again.', {
      name: 'nextPageToken',
    });
  }
  return Number(match[1]);
}
