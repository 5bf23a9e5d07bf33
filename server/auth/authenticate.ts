/**
 * Who is calling, proven by an API key: `Authorization: Bearer KEY`, or HTTP Basic with the key as the password (for
 * machines that know nothing else). Closed by default: without a key nobody is anybody.
 *
 * @source RFC 6750 (Bearer), RFC 7617 (Basic)
 */
import type { Request, Response } from 'express';
import passport from 'passport';
import { BasicStrategy } from 'passport-http';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import type { ApiKey, KeyStore } from '../ports/key-store.ts';
import type { Principal } from '../ports/principal.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { HubProblem } from '../runtime/problem.ts';
import { makeFailedLogins } from './failed-logins.ts';
import { makeKeyLookup } from './key-lookup.ts';
import { isFromThisMachine } from './loopback.ts';

/** @throws HubProblem unauthenticated */
export type Authenticate = (request: Request, response: Response) => Promise<Principal>;

type Deps = { readonly keys: Pick<KeyStore, 'keyByHash'>; readonly clock: Clock; readonly log: Pick<Log, 'warn'> };
type Done = (error: unknown, principal?: Principal | false) => void;

/** RFC 7235 realm, in challenges. */
export const REALM = 'EPCIS';

export function makeAuthenticate(deps: Deps): Authenticate {
  const lookup = makeKeyLookup(deps);
  const failedLogins = makeFailedLogins(deps);

  function verify(request: Request, secret: string, done: Done): void {
    lookup(secret).then((key) => {
      const refusal = refusalOf(key, request);
      if (refusal === undefined && key) return done(null, { name: key.name, roles: key.roles });
      deps.log.warn(
        { event: 'auth.failed', reason: refusal, address: request.socket.remoteAddress, ...(key && { key: key.id }) },
        'a login failed',
      );
      return done(null, false);
    }, done);
  }

  const authenticator = new passport.Passport();
  authenticator.use(
    new BearerStrategy<(request: Request, secret: string, done: Done) => void>({ realm: REALM, passReqToCallback: true }, verify),
  );
  authenticator.use(
    new BasicStrategy({ realm: REALM, passReqToCallback: true }, (request, _user, secret, done) => verify(request, secret, done)),
  );

  const ask = (request: Request, response: Response): Promise<Principal | false> =>
    new Promise((resolve, reject) => {
      const decide: Done = (error, principal) => (error ? reject(error) : resolve(principal || false));
      authenticator.authenticate(['bearer', 'basic'], { session: false }, decide)(request, response, reject);
    });

  return async (request, response) => {
    if (request.headers.authorization === undefined) {
      throw new HubProblem(
        'unauthenticated',
        'This needs an API key: send it as `Authorization: Bearer KEY`, or by HTTP Basic as the password.',
      );
    }
    const principal = await ask(request, response);
    if (principal) return principal;
    await failedLogins.hold(failedLogins.count(request.socket.remoteAddress ?? ''));
    throw new HubProblem('unauthenticated', 'This API key is not known here, was revoked, or may not be used from your address.');
  };
}

/** Why the key does not open, for the log only: the caller is not told which. */
function refusalOf(key: ApiKey | undefined, request: Request): string | undefined {
  if (!key) return 'unknown key';
  if (key.revokedAt !== undefined) return 'revoked key';
  if (key.loopbackOnly && !isFromThisMachine(request)) return 'loopback key from elsewhere';
  return undefined;
}
