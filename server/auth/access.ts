/** Whether a principal may do something. */
import type { Principal, Role } from '../ports/principal.ts';
import { HubProblem } from '../runtime/problem.ts';

/** `admin` may do everything. */
export const mayAct = (principal: Principal, anyOf: readonly Role[]): boolean =>
  principal.roles.some((role) => role === 'admin' || anyOf.includes(role));

/** @throws HubProblem forbidden naming the roles that would do */
export function checkAccess(principal: Principal, anyOf: readonly Role[]): void {
  if (mayAct(principal, anyOf)) return;
  throw new HubProblem('forbidden', `${principal.name} may not do this: it needs the role ${anyOf.join(' or ')}.`, {
    allowed: anyOf,
  });
}
