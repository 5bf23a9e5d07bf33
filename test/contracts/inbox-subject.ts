/** What the contract of the inbox works with. */
import type { CaptureResult, Claim, Inbox, InboxMessage, InboxMeta } from '../../server/ports/inbox.ts';

let messages = 0;

/** What is said about a message; only what matters is named. */
export const aMeta = (meta: Partial<InboxMeta> = {}): InboxMeta => ({
  captureID: `00000000-0000-4000-9000-${String(++messages).padStart(12, '0')}`,
  mediaType: 'application/xml',
  deliveredBy: 'distributor one',
  road: 'rest',
  errorBehaviour: 'rollback',
  headers: {},
  receivedAt: 1_760_000_000_000 + messages,
  ...meta,
});

/** Bytes that do not repeat soon, the same for the same seed. */
export function someBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** A stream of chunks of the given length. */
export async function* streamOf(bytes: Uint8Array, chunk = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

/** Puts a short message. */
export const put = (inbox: Inbox, meta: Partial<InboxMeta> = {}, length = 100): Promise<InboxMessage> =>
  inbox.put(aMeta(meta), streamOf(someBytes(length)));

/** Puts short messages, one after the other. */
export async function putMany(inbox: Inbox, count: number, length = 100): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await put(inbox, {}, length)).captureID);
  return ids;
}

export async function readAll(inbox: Inbox, captureID: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of inbox.read(captureID)) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}

export const aResult = (result: Partial<CaptureResult> = {}): CaptureResult => ({
  success: true,
  finishedAt: 1_760_000_001_000,
  stored: 3,
  known: 0,
  refused: 0,
  errors: [],
  warnings: [],
  ...result,
});

export const idsOf = (claims: readonly Claim[]): readonly string[] => claims.map(({ message }) => message.captureID);

/** The one claim there must be. */
export function only(claims: readonly Claim[]): Claim {
  const [claim, ...more] = claims;
  if (!claim || more.length > 0) throw new Error(`${claims.length} claims where one was expected`);
  return claim;
}
