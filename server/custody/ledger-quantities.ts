/**
 * The ledger's part that is stated in quantities: amounts of a class go from holder to holder by the rules of the chain, and
 * what was packed goes where its container goes.
 */
import type { StoredEvent } from '../epcis/stored-event.ts';
import { readChain } from './chain.ts';
import type { Stretch } from './chain-state.ts';
import type { ClassStories } from './class-stories.ts';
import { parentKey, takesAllOut } from './containment.ts';
import { type Effect, effectOf, isLost, isPacking, takesContentsAlong } from './effect.ts';
import { collectFindings, type Findings } from './findings/raise.ts';
import type { FindingId } from './findings/table.ts';
import { account, type Book, begin, move, openBook, tidy, type Whereabouts } from './ledger-book.ts';
import type { ClassMention, Mentions } from './mentions.ts';
import type { Naming } from './naming.ts';
import type { Telling } from './story.ts';

export type LedgerSource = {
  readonly mentions: Mentions;
  readonly stories: ClassStories;
  readonly naming: Naming;
  readonly findings: Findings;
};

export type QuantityLedger = {
  readonly books: readonly Book[];
  /** Every shipment of amounts, oldest first. */
  readonly shipments: readonly Shipment[];
  /** Events of containers that moved some of it. */
  readonly carried: readonly Telling[];
};

export type Shipment = {
  readonly sender: string | null;
  readonly receiver: string | null;
  readonly event: StoredEvent;
  readonly uom: string | null;
  /** What is still on its way. */
  amount: number;
  /** The last event that received some of it. */
  received: StoredEvent | undefined;
};

/** What a container holds of the class, by unit of measure, and where that is. */
type Load = { readonly container: string; readonly amounts: Map<string | null, number>; where: Whereabouts };

type Reader = LedgerSource & {
  readonly classKey: string;
  readonly books: Map<string | null, Book>;
  readonly shipments: Shipment[];
  readonly loads: Map<string, Load>;
  readonly carried: Telling[];
};

export function readQuantities(source: LedgerSource, classKey: string): QuantityLedger {
  const reader: Reader = { ...source, classKey, books: new Map(), shipments: [], loads: new Map(), carried: [] };
  const direct = Map.groupBy(source.mentions.namingClass(classKey), ({ reading }) => reading);
  const turns = turnsOfContainers(reader);
  for (const [index, { stored, declaredAt }] of source.mentions.readings.entries()) {
    if (declaredAt !== undefined) continue;
    for (const turn of turns.get(stored.key) ?? []) moveLoad(reader, turn);
    if (isPacking(stored.event) && takesAllOut(stored.event)) reader.loads.delete(parentKey(stored.event) ?? '');
    for (const mention of direct.get(index) ?? []) take(reader, stored, mention);
  }
  return { books: [...reader.books.values()], shipments: reader.shipments, carried: reader.carried };
}

const bookOf = (reader: Reader, uom: string | null): Book => {
  const book = reader.books.get(uom) ?? openBook(reader.classKey, uom);
  reader.books.set(uom, book);
  return book;
};

function take(reader: Reader, stored: StoredEvent, { quantity, role }: ClassMention): void {
  const amount = quantity.quantity?.value;
  if (amount === undefined) return;
  const portion = { amount, uom: quantity.uom ?? null };
  const effect = effectOf(stored.event, role);
  if (isLost(stored.event) && effect !== 'end') withdraw(reader, stored, portion, 'unknown');
  else entries[effect](reader, stored, portion);
  if (isPacking(stored.event) && effect !== 'end') pack(reader, stored, portion);
}

type Portion = { readonly amount: number; readonly uom: string | null };
type Entry = (reader: Reader, stored: StoredEvent, portion: Portion) => void;

const nothing: Entry = () => {};

const entries: Readonly<Record<Effect, Entry>> = {
  begin(reader, stored, { amount, uom }) {
    begin(bookOf(reader, uom), amount, holderAt(reader, stored), 'begun');
  },
  ship,
  receive,
  void: takeBack,
  end: (reader, stored, portion) => withdraw(reader, stored, portion, 'ended'),
  move: nothing,
  other: nothing,
};

const holderAt = ({ naming }: Reader, stored: StoredEvent): string | null => naming.present(stored, [])?.party ?? null;

const shipperAt = ({ naming }: Reader, stored: StoredEvent): string | null =>
  (naming.source(stored) ?? naming.seat(stored, []) ?? naming.presumed(stored))?.party ?? null;

function ship(reader: Reader, event: StoredEvent, { amount, uom }: Portion): void {
  const sender = shipperAt(reader, event);
  const receiver = reader.naming.destination(event)?.party ?? null;
  checkStock(reader, event, { amount, uom }, sender);
  move(bookOf(reader, uom), amount, { state: 'held', holder: sender }, { state: 'in_transit', sender, receiver }, 'other');
  reader.shipments.push({ sender, receiver, event, uom, amount, received: undefined });
}

function withdraw(reader: Reader, stored: StoredEvent, portion: Portion, state: 'ended' | 'unknown'): void {
  const holder = holderAt(reader, stored);
  checkStock(reader, stored, portion, holder);
  move(bookOf(reader, portion.uom), portion.amount, { state: 'held', holder }, { state, holder }, 'other');
}

/** The first amount that is ever seen was there; after that, nobody can give more than he has. */
function checkStock(reader: Reader, stored: StoredEvent, { amount, uom }: Portion, holder: string | null): void {
  const isFirst = reader.books.size === 0;
  const book = bookOf(reader, uom);
  const left = tidy(account(book, holder).left);
  if (isFirst) begin(book, amount, holder, 'begun');
  else if (amount > left) tooMuch(reader, stored, { amount: amount - Math.max(left, 0), uom }, holder);
}

function receive(reader: Reader, stored: StoredEvent, portion: Portion): void {
  const { naming } = reader;
  const { amount, uom } = portion;
  const open = reader.shipments.filter((one) => one.uom === uom && tidy(one.amount) > 0);
  const source = naming.source(stored)?.party ?? null;
  const awaited = open.flatMap(({ receiver }) => receiver ?? []);
  const party = (naming.destination(stored) ?? naming.seat(stored, awaited) ?? naming.presumed(stored))?.party ?? null;
  const isFirst = reader.books.size === 0;
  const rest = settle(reader, stored, portion, { party, shipments: shipmentsFor(open, party, source) });
  if (tidy(rest) <= 0) return;
  begin(bookOf(reader, uom), rest, party, 'received');
  if (tidy(rest) < amount) tooMuch(reader, stored, { amount: rest, uom }, source);
  else if (isFirst ? source !== null && source !== party : true)
    tell(reader, 'received-not-shipped', stored, { party, other: source });
}

/** Shipments to this receiver, those of the stated sender alone where there are any; else what the sender sent elsewhere. */
function shipmentsFor(open: readonly Shipment[], party: string | null, source: string | null): readonly Shipment[] {
  const fitting = open.filter(({ receiver }) => receiver === party || receiver === null);
  const fromSource = (list: readonly Shipment[]) => list.filter(({ sender }) => source !== null && sender === source);
  if (fitting.length === 0) return fromSource(open);
  return fromSource(fitting).length > 0 ? fromSource(fitting) : fitting;
}

/** Books an amount against shipments, oldest first. @returns what is received beyond them */
function settle(
  reader: Reader,
  stored: StoredEvent,
  { amount, uom }: Portion,
  { party, shipments }: { readonly party: string | null; readonly shipments: readonly Shipment[] },
): number {
  let rest = amount;
  for (const shipment of shipments) {
    const part = Math.min(rest, shipment.amount);
    if (tidy(part) <= 0) break;
    const { sender, receiver } = shipment;
    move(bookOf(reader, uom), part, { state: 'in_transit', sender, receiver }, { state: 'held', holder: party }, 'other');
    if (receiver !== null && receiver !== party)
      tell(reader, 'received-elsewhere', stored, { party, other: receiver }, shipment.event);
    shipment.amount -= part;
    shipment.received = stored;
    rest -= part;
  }
  return rest;
}

function takeBack(reader: Reader, stored: StoredEvent, { amount, uom }: Portion): void {
  const sender = shipperAt(reader, stored);
  let rest = amount;
  for (const shipment of reader.shipments.toReversed()) {
    const part = shipment.sender === sender && shipment.uom === uom ? Math.min(rest, shipment.amount) : 0;
    if (part <= 0) continue;
    move(
      bookOf(reader, uom),
      part,
      { state: 'in_transit', sender, receiver: shipment.receiver },
      { state: 'held', holder: sender },
      'void',
    );
    shipment.amount -= part;
    rest -= part;
  }
}

/** Packed amounts stay with their holder and go where their container goes. */
function pack(reader: Reader, stored: StoredEvent, { amount, uom }: Portion): void {
  const { event } = stored;
  const container = parentKey(event);
  if (!isPacking(event) || container === undefined || event.action === 'OBSERVE') return;
  const load = reader.loads.get(container);
  const inside = load?.amounts.get(uom) ?? 0;
  if (event.action === 'DELETE') {
    if (amount > tidy(inside)) tooMuch(reader, stored, { amount: amount - inside, uom }, container);
    load?.amounts.set(uom, Math.max(0, inside - amount));
    return;
  }
  const opened = load ?? { container, amounts: new Map(), where: { state: 'held', holder: holderAt(reader, stored) } };
  opened.amounts.set(uom, inside + amount);
  reader.loads.set(container, opened);
}

type ContainerTurn = { readonly container: string; readonly to: Stretch; readonly telling: Telling | undefined };

/** What happens to every container that some of the class was ever packed in, by the event that does it. */
function turnsOfContainers({ stories, naming }: LedgerSource): ReadonlyMap<string, readonly ContainerTurn[]> {
  const turns = stories.containers.flatMap((story) =>
    readChain(story, naming, collectFindings()).stretches.map((to) => ({
      container: story.subject,
      to,
      telling: story.tellings.find(({ stored }) => stored === to.by),
    })),
  );
  return Map.groupBy(turns, ({ to }) => to.by.key);
}

function moveLoad(reader: Reader, { container, to, telling }: ContainerTurn): void {
  const load = reader.loads.get(container);
  if (!load) return;
  const where = whereaboutsOf(to, lastHolder(load.where));
  // A retired number leaves its contents where they are.
  if (to.state === 'ended' && !takesContentsAlong(to.by.event)) return void reader.loads.delete(container);
  for (const [uom, amount] of load.amounts)
    move(bookOf(reader, uom), amount, load.where, where, to.effect === 'void' ? 'void' : 'other');
  load.where = where;
  if (to.state === 'ended') reader.loads.delete(container);
  if (telling) reader.carried.push(telling);
}

/** Who had it last: on its way, its sender. */
export const lastHolder = (where: Whereabouts): string | null => (where.state === 'in_transit' ? where.sender : where.holder);

/** @param last who had it before, to whose account an end or a loss goes */
export function whereaboutsOf({ state, holder, sender, receiver }: Stretch, last: string | null): Whereabouts {
  if (state === 'in_transit') return { state, sender, receiver };
  return { state, holder: state === 'held' ? holder : last };
}

function tooMuch(reader: Reader, stored: StoredEvent, { amount, uom }: Portion, from: string | null): void {
  tell(reader, 'quantity', stored, {
    party: from,
    subject: reader.classKey,
    amount: `${tidy(amount)}${uom === null ? '' : ` ${uom}`}`,
  });
}

function tell(
  reader: Reader,
  id: FindingId,
  stored: StoredEvent,
  facts: Parameters<Findings['raise']>[0]['facts'],
  ...also: StoredEvent[]
): void {
  reader.findings.raise({
    id,
    at: stored.event.eventTime.ms,
    events: [...also.map(({ eventID }) => eventID), stored.eventID],
    facts,
  });
}
