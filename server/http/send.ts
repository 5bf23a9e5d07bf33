/** Writes an answer to the wire: short bodies at once, long ones as they are made, at the pace of the reader. */
import type { Request, Response } from 'express';
import type { Answer } from './call.ts';
import { dropRest, hasUnreadBody, isHeldBack } from './request-body.ts';

/** The reader has gone; nobody is left to be told anything. */
export const isGone = (response: Response): boolean => response.destroyed || response.socket?.destroyed === true;

/** @throws whatever making the body throws; before its first piece nothing has been sent yet */
export async function sendAnswer(request: Request, response: Response, answer: Answer): Promise<void> {
  const { status, headers = {}, type, body } = answer;
  const first = typeof body === 'object' ? await begin(body) : undefined;
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (type !== undefined) response.setHeader('Content-Type', withCharset(type));
  if (first !== undefined) await sendPieces(request, response, first);
  else await sendText(request, response, typeof body === 'string' ? body : undefined);
}

/** A whole body of known length, on a connection that may still carry an unread request body. */
export async function sendText(request: Request, response: Response, body: string | undefined): Promise<void> {
  const bytes = Buffer.from(body ?? '');
  const isLate = hasUnreadBody(request);
  if (isLate) response.setHeader('Connection', 'close');
  if (response.statusCode !== 204) response.setHeader('Content-Length', bytes.length);
  if (!isLate || isHeldBack(request)) {
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  response.flushHeaders();
  response.write(bytes);
  await dropRest(request);
  response.end();
}

export const withCharset = (type: string): string =>
  /^(application\/(.*[+])?(json|xml)|text\/[^;]*)$/.test(type) ? `${type}; charset=utf-8` : type;

type Pieces = { readonly first: IteratorResult<string | Uint8Array>; readonly rest: AsyncIterator<string | Uint8Array> };

/** Makes the first piece, so that a failure to begin can still be answered as a problem. */
async function begin(body: AsyncIterable<string | Uint8Array>): Promise<Pieces> {
  const rest = body[Symbol.asyncIterator]();
  return { first: await rest.next(), rest };
}

async function sendPieces(request: Request, response: Response, { first, rest }: Pieces): Promise<void> {
  try {
    for (let piece = first; !piece.done && request.method !== 'HEAD'; piece = await rest.next()) {
      if (isGone(response)) return;
      if (!response.write(piece.value)) await drained(response);
    }
    response.end();
  } finally {
    await rest.return?.();
  }
}

/** Resolves when the reader has caught up, or is gone. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
}
