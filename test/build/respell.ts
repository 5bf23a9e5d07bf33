/** An event written another way: other notations of its identifiers, words and times, the same event. */
import type { EpcisEvent, Location, Word } from '../../server/epcis/event.ts';
import { parseTime } from '../../server/epcis/time.ts';
import { notationsOf, timeNotations } from './notations.ts';

/** @param n picks the notations */
export function respell(event: EpcisEvent, n: number): EpcisEvent {
  let turn = n;
  const pick = (all: readonly string[], otherwise: string): string => all[turn++ % all.length] ?? otherwise;
  const id = (text: string) => pick(notationsOf(text), text);
  const ids = (list: readonly string[] | undefined) => list?.map(id);
  const place = (location: Location | undefined) => location && { ...location, id: id(location.id) };
  const text = (word: Word | undefined) => word && { ...word, text: `urn:epcglobal:cbv:any:${word.word}` };
  const changed = {
    ...event,
    eventTime: parseTime(pick(timeNotations(event.eventTime.ms), event.eventTime.text)) ?? event.eventTime,
    bizStep: text(event.bizStep),
    disposition: text(event.disposition),
    readPoint: place(event.readPoint),
    bizLocation: place(event.bizLocation),
    sourceList: event.sourceList?.map((one) => ({ ...one, source: id(one.source) })),
    destinationList: event.destinationList?.map((one) => ({ ...one, destination: id(one.destination) })),
    ...('epcList' in event && { epcList: ids(event.epcList) }),
    ...('childEPCs' in event && { childEPCs: ids(event.childEPCs) }),
    ...('parentID' in event && event.parentID !== undefined && { parentID: id(event.parentID) }),
    ...('inputEPCList' in event && { inputEPCList: ids(event.inputEPCList) }),
    ...('outputEPCList' in event && { outputEPCList: ids(event.outputEPCList) }),
    ...('quantityList' in event && { quantityList: event.quantityList?.map((one) => ({ ...one, epcClass: id(one.epcClass) })) }),
  };
  // Members that are not there must be absent, not undefined.
  return JSON.parse(JSON.stringify(changed)) as EpcisEvent;
}
