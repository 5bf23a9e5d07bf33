/** Making, listing and ending API keys. */
import type { ApiKey, KeyStore } from '../ports/key-store.ts';
import { roles as everyRole, type Role } from '../ports/principal.ts';
import type { Clock, Ids } from '../runtime/clock.ts';
import { HubProblem } from '../runtime/problem.ts';
import { freshSecret, hashOf, isTransportable } from './secret.ts';

export type KeyDeps = { readonly keys: KeyStore; readonly clock: Clock; readonly ids: Ids };

export type NewKey = {
  /** Who it stands for. Several keys of one name are one principal, so that a key can be replaced without a gap. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly loopbackOnly: boolean;
};

/** A key as it may be shown: everything but the hash. */
export type KeySummary = Omit<ApiKey, 'hash'>;

const NAME = /^[^\p{Cc}]{1,100}$/u;
const BOOTSTRAP = 'bootstrap-';

/**
 * @returns `secret` is shown here and never again
 * @throws HubProblem configuration-invalid naming what is wrong with the key
 */
export async function createKey(deps: KeyDeps, key: NewKey): Promise<{ readonly id: string; readonly secret: string }> {
  checkKey(key);
  const secret = freshSecret();
  const id = deps.ids();
  await deps.keys.putKey({ id, ...key, hash: hashOf(secret), createdAt: deps.clock() });
  return { id, secret };
}

/**
 * Makes the secret of EPCIS_BOOTSTRAP_KEY an admin key. Called at every start: the same secret again changes nothing,
 * another one takes its place and ends it. A revoked secret stays revoked.
 *
 * @throws HubProblem configuration-invalid where the secret could not travel in a header
 */
export async function bootstrapKey(deps: KeyDeps, secret: string): Promise<'created' | 'present' | 'revoked'> {
  if (!isTransportable(secret)) {
    throw new HubProblem(
      'configuration-invalid',
      'EPCIS_BOOTSTRAP_KEY may hold letters, digits and - . _ ~ + / only (and = at its end), as it travels in a header',
      { name: 'EPCIS_BOOTSTRAP_KEY' },
    );
  }
  const hash = hashOf(secret);
  const known = await deps.keys.keyByHash(hash);
  if (known?.revokedAt !== undefined) return 'revoked';
  for (const key of await deps.keys.keys()) {
    if (key.id.startsWith(BOOTSTRAP) && key.hash !== hash && key.revokedAt === undefined) await revokeKey(deps, key.id);
  }
  if (known) return 'present';
  const id = `${BOOTSTRAP}${hash.slice(0, 12)}`;
  await deps.keys.putKey({ id, name: 'bootstrap', roles: ['admin'], loopbackOnly: false, hash, createdAt: deps.clock() });
  return 'created';
}

/** Ends a key; one that has ended keeps its date. Running hubs notice within seconds. @throws HubProblem key-unknown */
export async function revokeKey(deps: Pick<KeyDeps, 'keys' | 'clock'>, id: string): Promise<void> {
  const key = (await deps.keys.keys()).find((candidate) => candidate.id === id);
  if (!key) throw new HubProblem('key-unknown', `There is no API key ${id}.`);
  if (key.revokedAt === undefined) await deps.keys.putKey({ ...key, revokedAt: deps.clock() });
}

/** Oldest first. */
export async function listKeys(deps: Pick<KeyDeps, 'keys'>): Promise<readonly KeySummary[]> {
  const keys = await deps.keys.keys();
  return keys.toSorted((a, b) => a.createdAt - b.createdAt).map(({ hash: _hash, ...summary }) => summary);
}

function checkKey(key: NewKey): void {
  if (!NAME.test(key.name) || key.name.trim() === '') {
    throw new HubProblem('configuration-invalid', 'A key needs a name of 1 to 100 characters without control characters.', {
      name: 'name',
    });
  }
  const unknown = key.roles.find((role) => !everyRole.includes(role));
  if (unknown !== undefined || key.roles.length === 0) {
    const what = unknown === undefined ? 'A key needs a role' : `There is no role ${unknown}`;
    throw new HubProblem('configuration-invalid', `${what}; roles are ${everyRole.join(', ')}.`, {
      name: 'roles',
      allowed: everyRole,
    });
  }
}
