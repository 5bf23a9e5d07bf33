/** Another API key of a hub under test. */
import type { Role } from '../../server/ports/principal.ts';
import type { TestHub } from './start-hub.ts';

/** @returns the headers that carry it */
export async function createKeyFor({ hub }: TestHub, name: string, roles: readonly Role[]) {
  const { secret } = await hub.createKey({ name, roles, loopbackOnly: false });
  return { authorization: `Bearer ${secret}` };
}
