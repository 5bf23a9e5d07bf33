/** API keys. The key itself is never kept: only its hash, which the use case makes. */
import type { Role } from './principal.ts';

export type ApiKey = {
  /** Public identity of the key, shown in lists and logs. */
  readonly id: string;
  /** Who it stands for; the name of the principal. */
  readonly name: string;
  readonly roles: readonly Role[];
  /** SHA-256 of the secret, lower-case hex. The secret has 160 random bits or more, so that no slow hash is needed. */
  readonly hash: string;
  /** Only from this machine (loopback addresses). */
  readonly loopbackOnly: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly revokedAt?: number;
};

export type KeyStore = {
  /** Adds a key, or replaces the one of the same id. */
  putKey(key: ApiKey): Promise<void>;
  keyByHash(hash: string): Promise<ApiKey | undefined>;
  keys(): Promise<readonly ApiKey[]>;
};
