/** A small JSON body, read whole. */
import { syntaxOf } from '../codec/media-type.ts';
import { HubProblem } from '../runtime/problem.ts';
import { type Call, jsonTypes } from './call.ts';

/**
 * @param most bytes
 * @throws HubProblem media-type-unsupported, document-too-large, document-invalid for what is no JSON
 */
export async function readJsonBody(call: Call, most: number): Promise<unknown> {
  const contentType = call.header('Content-Type');
  if (syntaxOf(contentType) !== 'json') {
    throw new HubProblem('media-type-unsupported', `Here JSON in UTF-8 is read; Content-Type says ${contentType ?? 'nothing'}.`, {
      name: 'Content-Type',
      allowed: jsonTypes,
    });
  }
  const text = await readText(call, most);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HubProblem('document-invalid', `The body is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

async function readText(call: Call, most: number): Promise<string> {
  const tooLarge = new HubProblem('document-too-large', `At most ${most} bytes are read here.`);
  if ((call.contentLength ?? 0) > most) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of call.body) {
    length += chunk.byteLength;
    if (length > most) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
