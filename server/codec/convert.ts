/** A document in another version or syntax, without loss but what is told. */
import type { DocumentHeader, VocabularyElement } from '../epcis/document.ts';
import type { EpcisEvent } from '../epcis/event.ts';
import { type Issue, isError } from '../epcis/issue.ts';
import { decoderOf } from './decode.ts';
import type { DecodedItem, DecodeOptions } from './decoded.ts';
import type { EpcFormat, Loss } from './json/encode.ts';
import { encodeJson } from './json/encode-document.ts';
import type { Syntax } from './media-type.ts';
import { encodeXml } from './xml/encode.ts';

export const conversionTargets = ['xml-1.2', 'xml-2.0', 'json-2.0'] as const;
export type ConversionTarget = (typeof conversionTargets)[number];

export type ConversionSource = {
  readonly syntax: Syntax;
  /** Opens the bytes; called twice, as what stands after the events may belong before them. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly options: DecodeOptions;
};

export type Conversion = {
  readonly to: ConversionTarget;
  readonly epcFormat: EpcFormat;
  /** What the target has no place for. */
  readonly onLoss: (loss: Loss) => void;
  readonly onIssue: (issue: Issue) => void;
  readonly onEvents: (count: number) => void;
};

/** The text of the target, piece by piece. What cannot be read is told to `onIssue` and left out. */
export async function* convert(source: ConversionSource, conversion: Conversion): AsyncGenerator<string> {
  const { header, masterData } = await readEnvelope(source, conversion);
  if (!header) return;
  const { to, epcFormat, onLoss } = conversion;
  const events = eventsOf(source, conversion);
  if (to === 'json-2.0') yield* encodeJson({ header, masterData }, events, { epcFormat, onLoss });
  else yield* encodeXml({ header, masterData }, events, { version: to === 'xml-2.0' ? '2.0' : '1.2', epcFormat, onLoss });
}

const read = ({ syntax, open, options }: ConversionSource): AsyncIterable<readonly DecodedItem[]> =>
  decoderOf(syntax)(open(), options);

async function readEnvelope(source: ConversionSource, { onIssue }: Conversion) {
  let header: DocumentHeader | undefined;
  const masterData: VocabularyElement[] = [];
  for await (const items of read(source)) {
    for (const item of items) {
      if (item.kind === 'header') header = item.header;
      else if (item.kind === 'vocabulary') masterData.push(item.element);
      else errorsOf(item).forEach(onIssue);
    }
  }
  return { header, masterData };
}

const errorsOf = (item: Extract<DecodedItem, { readonly kind: 'issue' | 'event' }>): readonly Issue[] =>
  (item.kind === 'issue' ? [item.issue] : item.decoded.issues).filter(isError);

async function* eventsOf(source: ConversionSource, { onEvents }: Conversion): AsyncGenerator<readonly EpcisEvent[]> {
  for await (const items of read(source)) {
    const events = items.flatMap((item) => (item.kind === 'event' && item.decoded.event ? [item.decoded.event] : []));
    onEvents(events.length);
    if (events.length > 0) yield events;
  }
}
