/** Documents of a given shape for benches: invented shipments, every EPC used once. */

export type Format = 'xml-1.2' | 'xml-2.0' | 'json-2.0';
export type Shape = { readonly events: number; readonly epcs: number };

export const mediaTypeOf = (format: Format): string => (format === 'json-2.0' ? 'application/json' : 'application/xml');

const start = Date.parse('2026-01-05T06:00:00.000Z');

/** Makes documents one after the other; `run` keeps the EPCs of two makers apart. */
export function makeDocuments(format: Format, shape: Shape, run = 'A'): () => string {
  let serial = 0;
  let events = 0;
  const epcs = () =>
    Array.from({ length: shape.epcs }, () => `urn:epc:id:sgtin:9521141.012345.${run}${(++serial).toString(36).padStart(8, '0')}`);
  return () => {
    const list = Array.from({ length: shape.events }, () => ({
      id: `urn:uuid:${run.charCodeAt(0).toString(16).padStart(8, '0')}-0000-4000-8000-${(++events).toString(16).padStart(12, '0')}`,
      time: new Date(start + events * 1000).toISOString(),
      epcs: epcs(),
    }));
    return format === 'json-2.0' ? json(list) : xml(list, format);
  };
}

type Event = { readonly id: string; readonly time: string; readonly epcs: readonly string[] };

function xml(list: readonly Event[], format: Format): string {
  const old = format === 'xml-1.2';
  const body = list.map(({ id, time, epcs }) => {
    const identity = `<eventID>${id}</eventID>`;
    const ends =
      '<sourceList><source type="urn:epcglobal:cbv:sdt:possessing_party">urn:epc:id:sgln:9521141.00000.0</source></sourceList>' +
      '<destinationList><destination type="urn:epcglobal:cbv:sdt:possessing_party">urn:epc:id:sgln:9521142.00000.0</destination></destinationList>';
    return (
      `<ObjectEvent><eventTime>${time}</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset>` +
      (old ? `<baseExtension>${identity}</baseExtension>` : identity) +
      `<epcList>${epcs.map((epc) => `<epc>${epc}</epc>`).join('')}</epcList><action>OBSERVE</action>` +
      '<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep><disposition>urn:epcglobal:cbv:disp:in_transit</disposition>' +
      '<readPoint><id>urn:epc:id:sgln:9521141.00001.0</id></readPoint><bizLocation><id>urn:epc:id:sgln:9521141.00001.0</id></bizLocation>' +
      '<bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:desadv">urn:epcglobal:cbv:bt:9521141000000:D1</bizTransaction></bizTransactionList>' +
      (old ? `<extension>${ends}</extension>` : ends) +
      '</ObjectEvent>'
    );
  });
  const [space, version] = old ? ['urn:epcglobal:epcis:xsd:1', '1.2'] : ['urn:epcglobal:epcis:xsd:2', '2.0'];
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis="${space}" schemaVersion="${version}" creationDate="2026-01-05T06:00:00Z">` +
    `<EPCISBody><EventList>\n${body.join('\n')}\n</EventList></EPCISBody></epcis:EPCISDocument>\n`
  );
}

function json(list: readonly Event[]): string {
  return JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-05T06:00:00Z',
    epcisBody: {
      eventList: list.map(({ id, time, epcs }) => ({
        type: 'ObjectEvent',
        eventID: id,
        eventTime: time,
        eventTimeZoneOffset: '+01:00',
        epcList: epcs,
        action: 'OBSERVE',
        bizStep: 'shipping',
        disposition: 'in_transit',
        readPoint: { id: 'urn:epc:id:sgln:9521141.00001.0' },
        bizLocation: { id: 'urn:epc:id:sgln:9521141.00001.0' },
        bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:9521141000000:D1' }],
        sourceList: [{ type: 'possessing_party', source: 'urn:epc:id:sgln:9521141.00000.0' }],
        destinationList: [{ type: 'possessing_party', destination: 'urn:epc:id:sgln:9521142.00000.0' }],
      })),
    },
  });
}
