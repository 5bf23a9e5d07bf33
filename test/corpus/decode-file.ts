/** Reads the events of a corpus document, tolerantly. */
import { createReadStream } from 'node:fs';
import type { DecodeOptions } from '../../server/codec/decoded.ts';
import { decodeJson } from '../../server/codec/json/decode.ts';
import { decodeXml } from '../../server/codec/xml/decode.ts';
import type { EpcisEvent } from '../../server/epcis/event.ts';

const options: DecodeOptions = {
  mode: 'tolerant',
  limits: { depth: 100, textLength: 1_000_000, eventBytes: 10_000_000, events: 100_000 },
};

/** The events by index in the document; undefined where one could not be read. */
export async function decodeFile(path: string): Promise<readonly (EpcisEvent | undefined)[]> {
  const decode = path.endsWith('.xml') ? decodeXml : decodeJson;
  const events: (EpcisEvent | undefined)[] = [];
  for await (const items of decode(createReadStream(path), options))
    for (const item of items) if (item.kind === 'event') events[item.decoded.index] = item.decoded.event;
  return events;
}
