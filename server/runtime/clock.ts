/** Time and fresh identities as values, so that whoever needs them says so and tests can fix them. */
import { randomUUID } from 'node:crypto';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Clock = () => number;

/** A fresh globally unique identity, as a UUID in lower case. */
export type Ids = () => string;

export const systemClock: Clock = Date.now;

export const systemIds: Ids = randomUUID;
