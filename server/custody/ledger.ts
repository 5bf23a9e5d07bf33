/**
 * A lot, or goods without serial numbers, have a ledger in place of a chain. Serialised units of the lot are
 * counted in where their commissioning tells the lot; read the other way round it is a recall: the lot, and who has it now.
 */
import { identifierKey } from '../epcis/identifier/key.ts';
import type { Ledger, LedgerInstance } from './answer.ts';
import { readChain } from './chain.ts';
import type { Stretch } from './chain-state.ts';
import { collectFindings } from './findings/raise.ts';
import { addBook, type Book, begin, move, openBook, printRows, printTransits, type Whereabouts } from './ledger-book.ts';
import { type LedgerSource, lastHolder, readQuantities, type Shipment, whereaboutsOf } from './ledger-quantities.ts';
import { link, linkOrNull } from './party.ts';
import type { Story, Telling } from './story.ts';

export type LedgerReading = {
  readonly ledger: Ledger;
  readonly shipments: readonly Shipment[];
  /** Events that moved some of it without naming the class: of containers and of units. */
  readonly carried: readonly Telling[];
};

export function readLedger(source: LedgerSource, classKey: string): LedgerReading {
  const { books, shipments, carried } = readQuantities(source, classKey);
  const units = source.stories.units.map((story) => readUnit(source, story));
  const pieces = books.find(({ uom }) => uom === null) ?? openBook(classKey, null);
  for (const unit of units) addBook(pieces, bookOfUnit(classKey, unit));
  const all = books.includes(pieces) || units.length === 0 ? books : [pieces, ...books];
  return {
    ledger: {
      rows: all.flatMap(printRows),
      inTransit: all.flatMap(printTransits),
      instances: units.flatMap(printUnit),
    },
    shipments,
    carried: [...carried, ...units.flatMap(({ story }) => story.tellings.filter(({ how }) => how !== 'sighting'))],
  };
}

type Unit = { readonly story: Story; readonly stretches: readonly Stretch[] };

function readUnit({ naming }: LedgerSource, story: Story): Unit {
  return { story, stretches: readChain(story, naming, collectFindings()).stretches };
}

function bookOfUnit(classKey: string, { story, stretches }: Unit): Book {
  const book = openBook(classKey, null);
  const [first] = stretches;
  if (!first) return book;
  const holder = first.state === 'in_transit' ? first.sender : first.holder;
  begin(book, 1, holder, story.tellings[0]?.effect === 'receive' ? 'received' : 'begun');
  let where: Whereabouts = { state: 'held', holder };
  for (const stretch of stretches) {
    const next = whereaboutsOf(stretch, lastHolder(where));
    if (stretch !== first || next.state !== 'held') move(book, 1, where, next, stretch.effect === 'void' ? 'void' : 'other');
    where = next;
  }
  return book;
}

function printUnit({ story, stretches }: Unit): readonly LedgerInstance[] {
  const now = stretches.at(-1);
  if (!now) return [];
  const { state, holder, sender, receiver, place } = now;
  return [
    {
      identifier: link(story.subject),
      status: state,
      holder: linkOrNull(holder),
      sender: linkOrNull(sender),
      receiver: linkOrNull(receiver),
      place: place === null ? null : link(identifierKey(place)),
      within: story.within.map(link),
    },
  ];
}
