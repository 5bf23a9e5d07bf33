/** All that is written of an event, made before anybody waits for the lock. */
import type { StoredEvent } from '../../epcis/stored-event.ts';
import { factKey } from '../../query/term-key.ts';
import { termKeysOf } from '../../query/term-keys.ts';
import { factsOf } from '../../query/terms.ts';
import { type Body, toBody } from './event-body.ts';

export type PreparedEvent = {
  readonly stored: StoredEvent;
  /** 16 bytes. */
  readonly key: Uint8Array;
  /** eventTime, ms. */
  readonly time: number;
  readonly body: Body;
  /** Distinct and ascending. */
  readonly terms: Float64Array;
  readonly facts: readonly { readonly path: number; readonly value: number }[];
};

export const prepareEvent = (stored: StoredEvent): PreparedEvent => ({
  stored,
  key: keyBytes(stored.key),
  time: stored.event.eventTime.ms,
  body: toBody(stored),
  terms: termKeysOf(stored),
  facts: factsOf(stored).map(({ path, value }) => ({ path: factKey(path), value })),
});

const KEY = /^[0-9a-f]{32}$/;

export function keyBytes(key: string): Uint8Array {
  if (!KEY.test(key)) throw new Error(`a key has 32 hexadecimal digits, not ${JSON.stringify(key)}`);
  return Buffer.from(key, 'hex');
}
