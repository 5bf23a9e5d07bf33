/** A message's bytes as they lie in rows: pieces, each compressed by itself. */
import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Bytes of a piece before compression, at least, except for the last one. */
const PIECE = 1024 * 1024;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

export const packPiece = (bytes: Uint8Array): Uint8Array => zstdCompressSync(bytes, options);

export const unpackPiece = (data: Uint8Array): Uint8Array => zstdDecompressSync(data);

/** Gathers chunks of any length into pieces, counts and hashes them. */
export function makePieces() {
  const hash = createHash('sha256');
  let chunks: Uint8Array[] = [];
  let gathered = 0;
  let bytes = 0;

  return {
    add: (chunk: Uint8Array): void => {
      hash.update(chunk);
      bytes += chunk.length;
      gathered += chunk.length;
      chunks.push(chunk);
    },
    isFull: (): boolean => gathered >= PIECE,
    /** What was gathered, packed; it may be nothing. */
    take: (): Uint8Array => {
      const [first = new Uint8Array(), ...more] = chunks;
      chunks = [];
      gathered = 0;
      return packPiece(more.length === 0 ? first : Buffer.concat([first, ...more]));
    },
    /** To be called once, at the end. */
    total: (): { readonly bytes: number; readonly sha256: string } => ({ bytes, sha256: hash.digest('hex') }),
  };
}
