/** The body of a request: read as it arrives, asked for when it is wanted, and put away decently when it is not. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of an unwanted body is read and dropped before the connection is cut, and for how long. */
const MOST_DROPPED = 64 * 1024 * 1024;
const LONGEST_DROPPING = 5_000;

const toldToGoOn = new WeakSet<IncomingMessage>();

/** A client that sent `Expect: 100-continue` is told to go on only here, so that a refusal comes before the bytes. */
export async function* bodyOf(request: IncomingMessage, response: ServerResponse): AsyncGenerator<Uint8Array> {
  if (isHeldBack(request) && !response.headersSent) {
    toldToGoOn.add(request);
    response.writeContinue();
  }
  // Leaving the loop early must not close the connection: the answer still has to go out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array; // no encoding is set, so chunks are bytes
}

/** @returns the announced length, or undefined for a chunked body */
export function contentLengthOf(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** Whether bytes of the body may still be on their way. */
export const hasUnreadBody = (request: IncomingMessage): boolean =>
  !request.complete && (request.headers['transfer-encoding'] !== undefined || (contentLengthOf(request) ?? 0) > 0);

/** The client keeps the body to itself until it is told to go on. */
export const isHeldBack = (request: IncomingMessage): boolean =>
  /^100-continue$/i.test(request.headers.expect ?? '') && !toldToGoOn.has(request);

/**
 * Reads on and forgets what it reads. Closing a connection on which bytes still arrive resets it, and the client may
 * lose the answer that was already on its way; so the end waits a little for the client to notice.
 */
export function dropRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let dropped = 0;
    const onData = (chunk: Buffer): void => {
      dropped += chunk.length;
      if (dropped > MOST_DROPPED) finish();
    };
    const timer = setTimeout(finish, LONGEST_DROPPING);
    function finish(): void {
      clearTimeout(timer);
      request.off('data', onData).off('end', finish).off('close', finish);
      resolve();
    }
    request.on('data', onData).on('end', finish).on('close', finish).on('error', finish).resume();
  });
}
