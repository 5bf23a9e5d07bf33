/** What a document must not make the hub do. */
import type { DecodeLimits } from '../decoded.ts';
import { BrokenXml } from './broken-xml.ts';

export const textTooLong = (limits: DecodeLimits): BrokenXml =>
  new BrokenXml('text-too-long', `A text, attribute value or comment is longer than ${limits.textLength} characters.`);

export const tooDeep = (limits: DecodeLimits): BrokenXml =>
  new BrokenXml('depth-exceeded', `Elements are nested more than ${limits.depth} deep.`);

export const tooManyEvents = (limit: number, at: { readonly line: number; readonly column: number }): BrokenXml =>
  new BrokenXml('event-limit-exceeded', `The document holds more than ${limit} events.`, {
    layer: 'rule',
    hint: 'Send it in several documents.',
    at,
  });

export const tooLarge = (what: string, limit: number): BrokenXml =>
  new BrokenXml('event-too-large', `${what} is larger than ${limit} bytes.`, { layer: 'rule', hint: 'Split it.' });
