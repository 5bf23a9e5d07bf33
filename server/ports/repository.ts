/** All that one database gives. `compose/` opens it; use cases see only the ports they name. */
import type { EventStore } from './event-store.ts';
import type { Inbox } from './inbox.ts';
import type { KeyStore } from './key-store.ts';
import type { QueryStore, TokenStore } from './query-store.ts';

export type Repository = {
  readonly kind: 'sqlite' | 'mongo';
  readonly events: EventStore;
  readonly inbox: Inbox;
  readonly keys: KeyStore;
  readonly queries: QueryStore;
  readonly tokens: TokenStore;
  /** Resolves when the database answers. @throws HubProblem store-unavailable */
  ping(): Promise<void>;
  /** Numbers for /metrics: name to value. */
  gauges(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
};
