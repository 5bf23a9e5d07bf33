/** Files as commands read them. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Syntax } from '../codec/media-type.ts';
import { sniffSyntax } from '../codec/media-type.ts';
import { HubProblem } from '../runtime/problem.ts';

/** Bytes read to tell XML from JSON: enough to pass over a byte order mark and white space. */
const HEAD = 1024;

export type DocumentFile = { readonly file: string; readonly syntax: Syntax; readonly bytes: () => AsyncIterable<Uint8Array> };

/** @throws HubProblem document-invalid where the file cannot be read or is neither XML nor JSON */
export async function openDocument(file: string): Promise<DocumentFile> {
  const head = await readHead(file);
  const syntax = sniffSyntax(head) ?? (file.endsWith('.xml') ? 'xml' : 'json');
  return { file, syntax, bytes: () => createReadStream(file, { highWaterMark: 256 * 1024 }) };
}

async function readHead(file: string): Promise<Uint8Array> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new HubProblem(
      'document-invalid',
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {},
      error,
    );
  }
}
