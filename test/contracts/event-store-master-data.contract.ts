/** What master data promises: the newest state of every element, as of any snapshot. */
import assert from 'node:assert/strict';
import type { VocabularyElement } from '../../server/epcis/document.ts';
import type { EventStore, Snapshot } from '../../server/ports/event-store.ts';
import { aCaptureID, LEASE, OWNER, type RepositoryContract } from './event-store-subject.ts';

const LOCATION = 'urn:epcglobal:epcis:vtype:BusinessLocation';
const READ_POINT = 'urn:epcglobal:epcis:vtype:ReadPoint';
const site = 'urn:epc:id:sgln:9521234.00001.0';
const siteKey = '414/9521234000013';
const dock = 'urn:epc:id:sgln:9521234.00001.D1';
const dockKey = '414/9521234000013/254/D1';

const anElement = (name: string, partial: Partial<VocabularyElement> = {}): VocabularyElement => ({
  type: LOCATION,
  id: site,
  attributes: [{ id: 'urn:epcglobal:cbv:mda#name', value: name }],
  children: [],
  ...partial,
});

async function recordElements(store: EventStore, elements: readonly VocabularyElement[], size: 'small' | 'stream' = 'small') {
  const write = await store.beginWrite(OWNER, LEASE, size);
  await store.appendVocabulary(write, aCaptureID(), elements);
  await store.commitWrite(write);
  return write;
}

const elementsOf = async (store: EventStore, keys: readonly string[], snapshot?: Snapshot) =>
  (await store.elements(keys, snapshot ?? (await store.snapshot()))).map(({ element }) => element);

export const masterDataContract: RepositoryContract = {
  'gives back an element in whatever notation its id was written': async ({ repository, again }) => {
    const written = [
      anElement('urn'),
      anElement('dock', { id: 'https://id.gs1.org/414/9521234000013/254/D1', children: ['urn:x:1'] }),
    ];
    const write = await recordElements(repository.events, written);
    const reader = (await again()).events;
    const found = await reader.elements([siteKey, dockKey, '414/9521234000099'], await reader.snapshot());
    assert.deepEqual(
      found.toSorted((a, b) => b.element.id.localeCompare(a.element.id)),
      written.map((element) => ({ element, recordTime: write.recordTime })),
    );
  },

  'gives the newest state, and the older one to who looks at an older repository': async ({ repository }) => {
    const store = repository.events;
    await recordElements(store, [anElement('first')]);
    const before = await store.snapshot();
    const open = await store.beginWrite(OWNER, LEASE, 'stream');
    await store.appendVocabulary(open, aCaptureID(), [anElement('second')]);
    const during = await store.snapshot();
    assert.deepEqual(await elementsOf(store, [siteKey]), [anElement('first')]);
    await store.commitWrite(open);
    assert.deepEqual(await elementsOf(store, [siteKey]), [anElement('second')]);
    assert.deepEqual(await elementsOf(store, [siteKey], before), [anElement('first')]);
    assert.deepEqual(await elementsOf(store, [siteKey], during), [anElement('first')]);
  },

  'keeps elements of one id apart by their type': async ({ repository }) => {
    await recordElements(repository.events, [anElement('location'), anElement('point', { type: READ_POINT })]);
    const found = await elementsOf(repository.events, [siteKey]);
    assert.deepEqual(found.map(({ type }) => type).toSorted(), [LOCATION, READ_POINT]);
  },

  'takes the later of two states in one write': async ({ repository }) => {
    await recordElements(repository.events, [anElement('earlier'), anElement('later')]);
    assert.deepEqual(await elementsOf(repository.events, [siteKey]), [anElement('later')]);
  },

  'finds the elements above one, by their newest state': async ({ repository, again }) => {
    const store = repository.events;
    await recordElements(store, [
      anElement('above', { children: [dock] }),
      anElement('beside', { id: 'urn:x:site', children: ['urn:x:dock'] }),
    ]);
    const before = await store.snapshot();
    const reader = (await again()).events;
    const parents = async (keys: readonly string[], snapshot?: Snapshot) =>
      (await reader.parents(keys, snapshot ?? (await reader.snapshot()))).map(({ element }) => element.id);
    assert.deepEqual(await parents([dockKey]), [site]);
    assert.deepEqual((await parents([dockKey, 'urn:x:dock'])).toSorted(), [site, 'urn:x:site'].toSorted());
    assert.deepEqual(await parents([siteKey]), []);
    await recordElements(store, [anElement('above no more')]);
    assert.deepEqual(await parents([dockKey]), []);
    assert.deepEqual(await parents([dockKey], before), [site]);
  },

  'lists the elements of a type in the order of their keys, each in its newest state, in pages': async ({
    repository,
    again,
  }) => {
    const store = repository.events;
    const numbered = Array.from({ length: 7 }, (_, i) => anElement(`first ${i}`, { id: `urn:x:site:${6 - i}` }));
    await recordElements(store, [...numbered, anElement('elsewhere', { type: READ_POINT, id: 'urn:x:site:0' })]);
    const before = await store.snapshot();
    await recordElements(store, [anElement('second', { id: 'urn:x:site:2' }), anElement('new', { id: 'urn:x:site:7' })]);
    const open = await store.beginWrite(OWNER, LEASE, 'stream');
    await store.appendVocabulary(open, aCaptureID(), [anElement('unseen', { id: 'urn:x:site:1' })]);
    const reader = (await again()).events;
    const names = async (snapshot: Snapshot) => {
      const found: string[] = [];
      for (let after = ''; ; ) {
        const page = await reader.elementsOfType(LOCATION, snapshot, after, 3);
        found.push(...page.map(({ element }) => `${element.id} ${element.attributes[0]?.value}`));
        if (page.length < 3) return found;
        after = page.at(-1)?.element.id ?? '';
      }
    };
    const first = (i: number) => `urn:x:site:${i} first ${6 - i}`;
    assert.deepEqual(await names(before), [0, 1, 2, 3, 4, 5, 6].map(first));
    const second = 'urn:x:site:2 second';
    assert.deepEqual(await names(await reader.snapshot()), [
      ...[0, 1].map(first),
      second,
      ...[3, 4, 5, 6].map(first),
      'urn:x:site:7 new',
    ]);
    assert.deepEqual((await reader.elementTypes()).toSorted(), [LOCATION, READ_POINT]);
    await store.abandonWrite(open.number, 'mine');
  },

  'takes back the master data of a withdrawn capture job, and of an abandoned write': async ({ repository }) => {
    const store = repository.events;
    for (const size of ['small', 'stream'] as const) {
      const write = await store.beginWrite(OWNER, LEASE, size);
      const captureID = aCaptureID();
      await store.appendVocabulary(write, captureID, [anElement('withdrawn', { children: [dock] })]);
      await store.appendVocabulary(write, aCaptureID(), [anElement('kept', { id: `urn:x:${size}` })]);
      await store.withdraw(write, captureID);
      await store.commitWrite(write);
      const abandoned = await store.beginWrite(OWNER, LEASE, size);
      await store.appendVocabulary(abandoned, aCaptureID(), [anElement('abandoned', { children: [dock] })]);
      await store.abandonWrite(abandoned.number, 'mine');
      assert.deepEqual(await elementsOf(store, [siteKey, `urn:x:${size}`]), [anElement('kept', { id: `urn:x:${size}` })]);
      assert.deepEqual(await store.parents([dockKey], await store.snapshot()), []);
    }
  },
};
