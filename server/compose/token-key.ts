/** The key that signs page tokens. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../runtime/config.ts';
import type { Secrets } from '../runtime/secrets.ts';

const LENGTH = 32;

/**
 * As configured; else, with the embedded store, made once and kept beside it, so that a client's next page survives a
 * restart; else made anew.
 */
export function readTokenKey(config: Config, secrets: Secrets): Uint8Array {
  if (secrets.tokenKey !== undefined) return Buffer.from(secrets.tokenKey, 'utf8');
  if (config.mongodbUri !== undefined) return randomBytes(LENGTH);
  const file = join(config.data, 'page-token.key');
  mkdirSync(config.data, { recursive: true });
  try {
    writeFileSync(file, randomBytes(LENGTH), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file);
}
