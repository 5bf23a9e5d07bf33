/** The books of a ledger: an account for each holder, and what is on its way. Amounts of one class in one unit of measure. */
import type { LedgerRow, LedgerTransit } from './answer.ts';
import { link, linkOrNull } from './party.ts';

/** Where an amount is, or with whom it was when it ended or went missing. Parties are keys. */
export type Whereabouts =
  | { readonly state: 'held' | 'ended' | 'unknown'; readonly holder: string | null }
  | { readonly state: 'in_transit'; readonly sender: string | null; readonly receiver: string | null };

type Column = 'begun' | 'received' | 'shipped' | 'ended' | 'missing' | 'left';
type Account = Record<Column, number>;

export type Transit = { readonly sender: string | null; readonly receiver: string | null; amount: number };

export type Book = {
  readonly identifier: string;
  readonly uom: string | null;
  /** In the order in which holders turn up. */
  readonly accounts: Map<string | null, Account>;
  readonly transits: Transit[];
};

export const openBook = (identifier: string, uom: string | null): Book => ({
  identifier,
  uom,
  accounts: new Map(),
  transits: [],
});

export function account(book: Book, holder: string | null): Account {
  const found = book.accounts.get(holder);
  if (found) return found;
  const opened = { begun: 0, received: 0, shipped: 0, ended: 0, missing: 0, left: 0 };
  book.accounts.set(holder, opened);
  return opened;
}

/** Puts an amount into the books that was not there before. */
export function begin(book: Book, amount: number, holder: string | null, how: 'begun' | 'received'): void {
  account(book, holder)[how] += amount;
  account(book, holder).left += amount;
}

/**
 * Moves an amount from where it was to where it is. So that each account adds up, what ends or goes missing on its way is
 * no longer shipped but ended or missing, on the sender's account; and who ships what another one held has received it.
 *
 * @param by `void`: a shipping is taken back, and nobody has received anything
 */
export function move(book: Book, amount: number, from: Whereabouts, to: Whereabouts, by: 'void' | 'other'): void {
  change(book, from, -amount);
  change(book, to, amount);
  const [before, after] = [partyOf(from), partyOf(to)];
  if (from.state !== 'in_transit' && leaves(from, to)) account(book, before).shipped += amount;
  if (from.state === 'in_transit' && (by === 'void' || to.state === 'ended' || to.state === 'unknown')) {
    account(book, before).shipped -= amount;
    return;
  }
  if (to.state === 'held' && (from.state === 'in_transit' || before !== after)) account(book, after).received += amount;
  if (to.state === 'in_transit' && before !== after) {
    account(book, after).received += amount;
    account(book, after).shipped += amount;
  }
}

const leaves = (from: Whereabouts, to: Whereabouts): boolean =>
  to.state === 'in_transit' || (to.state === 'held' && partyOf(from) !== partyOf(to));

function change(book: Book, where: Whereabouts, amount: number): void {
  if (where.state === 'in_transit') transit(book, where.sender, where.receiver).amount += amount;
  else account(book, where.holder)[columnOf[where.state]] += amount;
}

const columnOf = { held: 'left', ended: 'ended', unknown: 'missing' } as const;

const partyOf = (where: Whereabouts): string | null => (where.state === 'in_transit' ? where.sender : where.holder);

function transit(book: Book, sender: string | null, receiver: string | null): Transit {
  const found = book.transits.find((one) => one.sender === sender && one.receiver === receiver);
  if (found) return found;
  const opened = { sender, receiver, amount: 0 };
  book.transits.push(opened);
  return opened;
}

/** Adds one book to another of the same class and unit. */
export function addBook(into: Book, book: Book): void {
  for (const [holder, amounts] of book.accounts) {
    const sum = account(into, holder);
    for (const column of Object.keys(amounts) as Column[]) sum[column] += amounts[column];
  }
  for (const { sender, receiver, amount } of book.transits) transit(into, sender, receiver).amount += amount;
}

export const printRows = ({ identifier, uom, accounts }: Book): readonly LedgerRow[] =>
  [...accounts].map(([holder, amounts]) => ({
    holder: linkOrNull(holder),
    identifier: link(identifier),
    uom,
    begun: tidy(amounts.begun),
    received: tidy(amounts.received),
    shipped: tidy(amounts.shipped),
    ended: tidy(amounts.ended),
    missing: tidy(amounts.missing),
    left: tidy(amounts.left),
  }));

export const printTransits = ({ identifier, uom, transits }: Book): readonly LedgerTransit[] =>
  transits
    .filter(({ amount }) => tidy(amount) !== 0)
    .map(({ sender, receiver, amount }) => ({
      sender: linkOrNull(sender),
      receiver: linkOrNull(receiver),
      identifier: link(identifier),
      uom,
      quantity: tidy(amount),
    }));

/** Sums of decimals without the dust of binary fractions. */
export const tidy = (amount: number): number => Number(amount.toFixed(9));
