/** Picks the decoder by syntax; nothing else. */
import type { Decode } from './decoded.ts';
import { decodeJson } from './json/decode.ts';
import type { Syntax } from './media-type.ts';
import { decodeXml } from './xml/decode.ts';

export const decoderOf = (syntax: Syntax): Decode => (syntax === 'xml' ? decodeXml : decodeJson);
