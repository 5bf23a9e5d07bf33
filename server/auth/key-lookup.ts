/** Finds the key of a secret, remembering it for a few seconds: a client that posts a thousand documents a second asks the store once. */
import { timingSafeEqual } from 'node:crypto';
import type { ApiKey, KeyStore } from '../ports/key-store.ts';
import type { Clock } from '../runtime/clock.ts';
import { hashOf } from './secret.ts';

/** How long a revoked key may still work, in ms. */
export const KEY_MEMORY = 5_000;

const MOST_REMEMBERED = 10_000;

export type KeyLookup = (secret: string) => Promise<ApiKey | undefined>;

export function makeKeyLookup(deps: { readonly keys: Pick<KeyStore, 'keyByHash'>; readonly clock: Clock }): KeyLookup {
  const remembered = new Map<string, { readonly key: ApiKey; readonly until: number }>();

  return async (secret) => {
    const hash = hashOf(secret);
    const entry = remembered.get(hash);
    if (entry && entry.until > deps.clock()) return entry.key;
    remembered.delete(hash);
    const key = await deps.keys.keyByHash(hash);
    if (!key || !isSame(key.hash, hash)) return undefined;
    // Only keys that exist are remembered, so that strangers cannot fill this and a fresh key works at once.
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(hash, { key, until: deps.clock() + KEY_MEMORY });
    return key;
  };
}

/** Takes the same time wherever the two differ. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
