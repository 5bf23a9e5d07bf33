/** `node bench/identifiers.ts`: how many identifiers per second become keys, by notation. One line of JSON. */
import { identifierKey } from '../server/epcis/identifier/key.ts';

const COUNT = 300_000;
const ROUNDS = 3;

const serials = Array.from({ length: COUNT }, (_, i) => `S${i.toString(36).toUpperCase()}`);
const digits = Array.from({ length: COUNT }, (_, i) => String(i).padStart(9, '0'));

const notations: Readonly<Record<string, readonly string[]>> = {
  sgtinUrn: serials.map((serial) => `urn:epc:id:sgtin:9521234.012345.${serial}`),
  sgtinUrnEscaped: serials.map((serial) => `urn:epc:id:sgtin:9521234.012345.${serial}%2F1`),
  ssccUrn: digits.map((number) => `urn:epc:id:sscc:9521234.3${number}`),
  lgtinUrn: serials.map((serial) => `urn:epc:class:lgtin:9521234.012345.${serial}`),
  sglnUrn: serials.map((serial) => `urn:epc:id:sgln:9521234.01234.${serial}`),
  canonicalLink: serials.map((serial) => `https://id.gs1.org/01/09521234123454/21/${serial}`),
  foreignLink: serials.map((serial) => `https://example.com/pack/01/09521234123454/21/${serial}?17=261231`),
  elementString: serials.map((serial) => `(01)09521234123454(21)${serial}`),
  privateUri: serials.map((serial) => `https://example.com/objects/${serial}`),
};

/** Best of some rounds, so that neither the compiler's warm-up nor a neighbour on the machine counts. */
function perSecond(texts: readonly string[]): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    let characters = 0;
    // The last character is read so that the string is really put together.
    for (const text of texts) {
      const key = identifierKey(text);
      characters += key.charCodeAt(key.length - 1);
    }
    if (characters === 0) throw new Error('nothing was read');
    best = Math.max(best, texts.length / ((performance.now() - start) / 1000));
  }
  return Math.round(best);
}

const rates = Object.fromEntries(Object.entries(notations).map(([name, texts]) => [name, perSecond(texts)]));
console.log(JSON.stringify({ bench: 'identifiers', unit: 'keys per second, one core', count: COUNT, ...rates }));
