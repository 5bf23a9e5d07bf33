/** What an event store promises about lists: values that events brought, and first mentions of EPCs. */
import assert from 'node:assert/strict';
import type { EventStore } from '../../server/ports/event-store.ts';
import { mentionedEpcs } from '../../server/query/dimensions.ts';
import { deliveredByTerm } from '../../server/query/term-names.ts';
import { anAggregationEvent, anObjectEvent, aWord } from '../build/event.ts';
import { aCaptureID, add, epcNumber, LEASE, OWNER, type RepositoryContract, record } from './event-store-subject.ts';

type Asked = Parameters<EventStore['firstMentions']>[2];

const everybody = async (store: EventStore): Promise<Asked> => ({ visibility: [], snapshot: await store.snapshot() });

export const dimensionsContract: RepositoryContract = {
  'lists the values of its events in the order of their keys, each once, in pages': async ({ repository, again }) => {
    const places = ['urn:x:dock:3', 'urn:epc:id:sgln:9521234.00001.0', 'urn:x:dock:1', 'urn:x:dock:2'];
    for (const id of places) await record(repository.events, [anObjectEvent({ readPoint: id })]);
    await record(
      repository.events,
      [anObjectEvent({ readPoint: 'https://id.gs1.org/414/9521234000013', epcList: [epcNumber(5)] })],
      'stream',
    );
    const reader = (await again()).events;
    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await reader.values('readPoint', after, 3);
      assert.ok(page.every(({ dimension }) => dimension === 'readPoint'));
      found.push(...page.map(({ key, text }) => `${key} ${text}`));
      after = page.at(-1)?.key ?? '';
      if (page.length < 3) break;
    }
    assert.deepEqual(found, [
      '414/9521234000013 urn:epc:id:sgln:9521234.00001.0',
      ...[1, 2, 3].map((n) => `urn:x:dock:${n} urn:x:dock:${n}`),
    ]);
  },

  'keeps the lists of fields apart, and leaves out the words of the standard': async ({ repository }) => {
    const store = repository.events;
    const event = anObjectEvent({
      bizStep: aWord('https://x.example/step'),
      disposition: aWord('in_transit'),
      bizLocation: 'urn:x:site',
      readPoint: 'urn:x:gate',
    });
    await record(store, [event, anObjectEvent({ bizStep: aWord('shipping') })]);
    const listed = async (dimension: Parameters<EventStore['values']>[0]) =>
      (await store.values(dimension, '', 10)).map(({ text }) => text);
    assert.deepEqual(await listed('bizStep'), ['https://x.example/step']);
    assert.deepEqual(await listed('disposition'), []);
    assert.deepEqual(await listed('bizLocation'), ['urn:x:site']);
    assert.deepEqual(await listed('readPoint'), ['urn:x:gate']);
    assert.deepEqual(await listed('eventType'), []);
  },

  'knows which event mentions an EPC first, in whatever field and notation': async ({ repository, again }) => {
    const [one, two, three] = [1, 2, 3].map(epcNumber) as [string, string, string];
    const { stored: first } = await record(repository.events, [
      anObjectEvent({ epcList: [one, two], eventTime: '2025-03-05T00:00:00Z' }),
      anAggregationEvent({ parentID: three, childEPCs: [one], eventTime: '2025-03-04T00:00:00Z' }),
    ]);
    const { stored: second } = await record(
      repository.events,
      // Earlier by its own time, later recorded.
      [
        anObjectEvent({
          epcList: ['https://id.gs1.org/01/09521234123453/21/1', three, epcNumber(4)],
          eventTime: '2025-03-01T00:00:00Z',
        }),
      ],
      'stream',
    );
    const store = (await again()).events;
    const answers = [];
    for (const stored of [...first, ...second]) {
      const epcs = [...mentionedEpcs(stored).keys()];
      const firsts = await store.firstMentions(stored.key, epcs, await everybody(store));
      answers.push(epcs.filter((_, i) => firsts[i]).map((key) => key.split('/').at(-1)));
    }
    assert.deepEqual(answers, [['1', '2'], ['3'], ['4']]);
  },

  'passes over mentions that cannot be seen': async ({ repository }) => {
    const store = repository.events;
    const open = await store.beginWrite(OWNER, LEASE, 'stream');
    await add(store, open, aCaptureID(), [anObjectEvent({ epcList: [epcNumber(1)] })]);
    const { stored } = await record(
      store,
      [anObjectEvent({ epcList: [epcNumber(1)], eventTime: '2025-03-05T00:00:00Z' })],
      'stream',
    );
    const event = stored[0];
    assert.ok(event);
    const epcs = [...mentionedEpcs(event).keys()];
    const before = await everybody(store);
    assert.deepEqual(await store.firstMentions(event.key, epcs, before), [true]);
    await store.commitWrite(open);
    assert.deepEqual(await store.firstMentions(event.key, epcs, before), [true]);
    const after = await everybody(store);
    assert.deepEqual(await store.firstMentions(event.key, epcs, after), [false]);
    const nobodys = { ...after, visibility: [[deliveredByTerm('nobody')]] };
    assert.deepEqual(await store.firstMentions(event.key, epcs, nobodys), [true]);
  },
};
