/** The bytes of messages: cut into pieces, compressed, each a document; written before the message that names them. */
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { Binary } from 'mongodb';
import type { Clock } from '../../runtime/clock.ts';
import type { ChunkDocument, Collections } from './collections.ts';
import type { Connection } from './connection.ts';
import { insert } from './insert.ts';

export type BytesDeps = { readonly connection: Connection; readonly collections: Collections };

/** Bytes of a piece. */
const PIECE = 1024 * 1024;

/** Pieces that are under way to the database at a time. */
const UNDER_WAY = 4;

/** Pieces that are fetched ahead of the reader. */
const AHEAD = 2;

/** An upload may take so long, ms; the sweep waits longer (`janitor.ts`). */
export const UPLOAD_TIME = 12 * 60 * 60 * 1000;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export type Upload = {
  readonly upload: string;
  readonly chunks: number;
  readonly bytes: number;
  readonly sha256: string;
};

/**
 * Stores the bytes piece by piece; memory holds a few pieces.
 * @throws whatever reading them throws; then nothing of them is left
 */
export async function storeBytes(
  deps: BytesDeps,
  clock: Clock,
  captureID: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Upload> {
  const upload = randomUUID();
  const began = clock();
  const hash = createHash('sha256');
  const underWay = new Set<Promise<void>>();
  let chunks = 0;
  let length = 0;
  try {
    for await (const piece of inPieces(bytes)) {
      hash.update(piece);
      length += piece.length;
      const number = chunks++;
      const stored = storeChunk(deps, { _id: chunkId(upload, number), ...(number === 0 && { began, captureID }) }, piece).finally(
        () => underWay.delete(stored),
      );
      underWay.add(stored);
      if (underWay.size >= UNDER_WAY) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    if (clock() - began > UPLOAD_TIME) throw new Error('the upload took too long');
  } catch (error) {
    await Promise.allSettled(underWay);
    await removeUpload(deps, upload);
    throw error;
  }
  return { upload, chunks, bytes: length, sha256: hash.digest('hex') };
}

/** Pieces of one length, the last one shorter. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const given of bytes) {
    let rest = given;
    while (length + rest.length >= PIECE) {
      const missing = PIECE - length;
      yield Buffer.concat([...held, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      held = [];
      length = 0;
    }
    if (rest.length === 0) continue;
    held.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(held);
}

async function storeChunk({ connection }: BytesDeps, chunk: Omit<ChunkDocument, 'data'>, piece: Buffer): Promise<void> {
  const document: ChunkDocument = { ...chunk, data: new Binary(await compress(piece)) };
  await insert(connection, 'chunks', [document]);
}

export async function* readBytes(
  deps: BytesDeps,
  { upload, chunks }: Pick<Upload, 'upload' | 'chunks'>,
): AsyncGenerator<Uint8Array> {
  const coming: Promise<Uint8Array>[] = [];
  for (let number = 0; number < chunks; number++) {
    coming.push(quietly(readChunk(deps, upload, number)));
    if (coming.length > AHEAD) yield* coming.splice(0, 1);
  }
  yield* coming;
}

async function readChunk({ connection, collections }: BytesDeps, upload: string, number: number): Promise<Uint8Array> {
  const chunk = await connection.attempt(() => collections.chunks.findOne({ _id: chunkId(upload, number) }));
  if (chunk === null) throw new Error(`piece ${number} of a message is missing in the database`);
  return decompress(chunk.data.value());
}

/** A piece read ahead may fail, or never be asked for; its failure is for whoever asks. */
function quietly<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

export const uploadOf = (chunk: Pick<ChunkDocument, '_id'>): string => chunk._id.slice(0, chunk._id.indexOf('/'));

export async function removeUpload({ connection, collections }: BytesDeps, upload: string): Promise<void> {
  // `0` is the character after `/`.
  await connection.attempt(() => collections.chunks.deleteMany({ _id: { $gte: `${upload}/`, $lt: `${upload}0` } }));
}

const chunkId = (upload: string, number: number): string => `${upload}/${number}`;
