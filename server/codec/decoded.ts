/** What a decoder yields: the pieces of a document in the order in which they become known. */
import type { DocumentHeader, VocabularyElement } from '../epcis/document.ts';
import type { EpcisEvent } from '../epcis/event.ts';
import type { Issue, Place } from '../epcis/issue.ts';

/**
 * One event as read. Where `event` is absent the bytes could not be made one, and `issues` holds at least one error.
 * An event with errors may still be there, for a reader who wants to see it; it must not be stored.
 */
export type DecodedEvent = {
  /** From 0, in document order. */
  readonly index: number;
  /** Where it begins. */
  readonly at: Place;
  readonly event?: EpcisEvent;
  readonly issues: readonly Issue[];
};

export type DecodedItem =
  /** Exactly one in a readable document; in JSON it may come after the events. */
  | { readonly kind: 'header'; readonly header: DocumentHeader }
  | { readonly kind: 'event'; readonly decoded: DecodedEvent }
  | { readonly kind: 'vocabulary'; readonly element: VocabularyElement }
  /** About the document as a whole. An error here refuses the document whatever its events say. */
  | { readonly kind: 'issue'; readonly issue: Issue };

/** Bounds that keep a stranger's bytes from taking the machine; crossing one is an error finding, never a crash. */
export type DecodeLimits = {
  /** Nesting of elements or brackets. */
  readonly depth: number;
  /** Characters of one text, attribute value or JSON string. */
  readonly textLength: number;
  /** Bytes one event may take. */
  readonly eventBytes: number;
  /** Events in one document. */
  readonly events: number;
};

export type DecodeOptions = {
  readonly limits: DecodeLimits;
  /** `tolerant` reads over what is readable and turns those errors into warnings. */
  readonly mode: 'strict' | 'tolerant';
  /** Prefixes known from outside the document (GS1-Extensions header), prefix to namespace. */
  readonly namespaces?: Readonly<Record<string, string>>;
};

/**
 * A decoder. Each yielded array holds the pieces that one chunk of bytes completed (never empty), so that a document of
 * many small events costs one turn of the event loop per chunk, not per event.
 *
 * It does not throw for anything in the bytes: broken input ends the stream with an error issue that names the place.
 */
export type Decode = (bytes: AsyncIterable<Uint8Array>, options: DecodeOptions) => AsyncIterable<readonly DecodedItem[]>;
