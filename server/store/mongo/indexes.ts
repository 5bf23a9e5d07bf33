/** The indexes, by name: queries name the one they mean. */
import type { Db, IndexDescription } from 'mongodb';

export const indexes = {
  terms: 'terms',
  facts: 'facts',
  time: 'time',
  sequence: 'sequence',
  parts: 'parts',
  elements: 'elements',
  children: 'children',
  elementSequence: 'elementSequence',
  elementsOfType: 'elementsOfType',
  recordTime: 'recordTime',
  arrival: 'arrival',
  waiting: 'waiting',
  held: 'held',
  uploads: 'uploads',
  hash: 'hash',
  expiry: 'expiry',
} as const;

type Index = IndexDescription & { readonly name: keyof typeof indexes };

type Layout = {
  /** How WiredTiger compresses blocks; documents repeat themselves a lot, chunks are compressed already. */
  readonly compressor: 'zstd' | 'none' | 'snappy';
  readonly indexes: Index[];
};

const layouts: Readonly<Record<string, Layout>> = {
  events: {
    compressor: 'zstd',
    indexes: [
      { name: 'terms', key: { k: 1, t: 1, s: 1 } },
      { name: 'facts', key: { 'f.p': 1, 'f.v': 1 }, sparse: true },
      { name: 'time', key: { e: 1, o: 1 }, sparse: true },
      { name: 'sequence', key: { o: 1 }, sparse: true },
      { name: 'parts', key: { p: 1 }, sparse: true },
    ],
  },
  vocabulary: {
    compressor: 'zstd',
    indexes: [
      { name: 'elements', key: { n: 1, y: 1, s: -1 } },
      { name: 'children', key: { c: 1, s: 1 } },
      { name: 'elementSequence', key: { s: 1 } },
      { name: 'elementsOfType', key: { y: 1, n: 1, s: -1 } },
    ],
  },
  state: { compressor: 'snappy', indexes: [] },
  writes: { compressor: 'zstd', indexes: [{ name: 'recordTime', key: { recordTime: 1, _id: 1 } }] },
  messages: {
    compressor: 'zstd',
    indexes: [
      { name: 'arrival', key: { arrival: 1 } },
      { name: 'waiting', key: { arrival: 1 }, partialFilterExpression: { due: { $exists: true } } },
      { name: 'held', key: { 'holder.machine': 1 }, sparse: true },
    ],
  },
  chunks: { compressor: 'none', indexes: [{ name: 'uploads', key: { began: 1 }, sparse: true }] },
  keys: { compressor: 'snappy', indexes: [{ name: 'hash', key: { hash: 1 } }] },
  values: { compressor: 'zstd', indexes: [] },
  queries: { compressor: 'zstd', indexes: [] },
  revokedTokens: { compressor: 'snappy', indexes: [{ name: 'expiry', key: { expiresAt: 1 } }] },
};

/** Makes what is missing. Several hubs may do so at the same time. */
export async function createCollections(db: Db): Promise<void> {
  const present = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const [name, layout] of Object.entries(layouts)) {
    if (!present.has(name)) await createCollection(db, name, layout);
    if (layout.indexes.length > 0) await db.collection(name).createIndexes(layout.indexes);
  }
}

const ALREADY_THERE = 'NamespaceExists';

async function createCollection(db: Db, name: string, { compressor }: Layout): Promise<void> {
  try {
    await db.createCollection(name, { storageEngine: { wiredTiger: { configString: `block_compressor=${compressor}` } } });
  } catch (error) {
    const isThere = error instanceof Error && 'codeName' in error && error.codeName === ALREADY_THERE;
    if (!isThere) throw error;
  }
}
