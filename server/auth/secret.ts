/** The secret half of an API key. */
import { createHash, randomBytes } from 'node:crypto';

/** 192 random bits: nobody guesses them, so one plain SHA-256 is enough to keep. */
const RANDOM_BYTES = 24;

/** What may travel as a bearer token (RFC 6750 section 2.1, `b64token`). */
export const isTransportable = (secret: string): boolean => /^[A-Za-z0-9\-._~+/]+=*$/.test(secret);

/** A fresh secret, `epk_` and 32 characters of base64url. */
export const freshSecret = (): string => `epk_${randomBytes(RANDOM_BYTES).toString('base64url')}`;

/** SHA-256, lower-case hex: the form in which a secret is kept and looked up. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');
