import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorDeclaration } from '../../server/epcis/event.ts';
import { eventHash } from '../../server/epcis/event-hash.ts';
import { contentDigest, identify, sameContent } from '../../server/epcis/identity.ts';
import { anObjectEvent, aTime, aWord } from '../build/event.ts';

const eventID = 'urn:uuid:9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
const error = (more: Partial<ErrorDeclaration> = {}): ErrorDeclaration => ({
  declarationTime: aTime('2025-03-04T00:00:00Z'),
  reason: aWord('did_not_occur'),
  ...more,
});

describe('the identity of an event', () => {
  it('is its eventID', () => {
    const a = identify(anObjectEvent({ eventID }));
    assert.equal(a.eventID, eventID);
    assert.match(a.key, /^[0-9a-f]{32}$/);
    assert.deepEqual(identify(anObjectEvent({ eventID, action: 'ADD' })), a);
    assert.notEqual(identify(anObjectEvent({ eventID: `${eventID}0` })).key, a.key);
  });

  it('is its event hash where it has no eventID', () => {
    const event = anObjectEvent();
    assert.equal(identify(event).eventID, eventHash(event));
    assert.notEqual(identify(anObjectEvent({ bizStep: 'packing' })).key, identify(anObjectEvent({ bizStep: 'shipping' })).key);
  });

  it('of an error declaration is the original’s, with a key for each different declaration', () => {
    const declarations = [
      undefined,
      error(),
      error({ reason: aWord('incorrect_data') }),
      error({ declarationTime: aTime('2025-03-05T00:00:00Z') }),
      error({ correctiveEventIDs: ['urn:uuid:1'] }),
      error({ extensions: [{ ns: 'https://ns.example.com/', name: 'why', prefix: 'ex', value: 'typo' }] }),
      { declarationTime: aTime('2025-03-04T00:00:00Z') },
    ];
    for (const base of [{ eventID }, {}]) {
      const identities = declarations.map((errorDeclaration) =>
        identify(anObjectEvent({ ...base, ...(errorDeclaration && { errorDeclaration }) })),
      );
      assert.equal(new Set(identities.map((identity) => identity.eventID)).size, 1);
      assert.equal(new Set(identities.map((identity) => identity.key)).size, declarations.length);
    }
  });

  it('does not depend on how a declaration is written', () => {
    const a = error({ correctiveEventIDs: ['urn:uuid:1', 'urn:uuid:2'] });
    const b = error({
      declarationTime: aTime('2025-03-04T01:00:00.000+01:00'),
      reason: { word: 'did_not_occur', text: 'cbv:ER-did_not_occur' },
      correctiveEventIDs: ['urn:uuid:2', 'urn:uuid:1'],
    });
    assert.equal(
      identify(anObjectEvent({ eventID, errorDeclaration: a })).key,
      identify(anObjectEvent({ eventID, errorDeclaration: b })).key,
    );
  });
});

describe('two events say the same', () => {
  it('in whatever notation and whenever recorded', () => {
    const a = anObjectEvent({ epcList: ['urn:epc:id:sscc:9521234.3000000001'], recordTime: aTime('2025-03-04T00:00:00Z') });
    const b = anObjectEvent({ epcList: ['https://example.com/00/395212340000000014'], eventID });
    assert.ok(sameContent(a, b));
  });

  it('only if their hashed fields, certificates, declarations and rules of reports are the same', () => {
    const original = anObjectEvent({ eventID });
    const sensorElementList = [{ sensorReport: [{ type: aWord('Temperature') }] }];
    const withRules = [{ sensorReport: [{ type: aWord('Temperature'), bizRules: 'https://example.com/rules' }] }];
    assert.ok(!sameContent(original, anObjectEvent({ eventID, disposition: 'active' })));
    assert.ok(!sameContent(original, anObjectEvent({ eventID, certificationInfo: ['https://example.com/c'] })));
    assert.ok(!sameContent(original, anObjectEvent({ eventID, errorDeclaration: error() })));
    assert.ok(
      !sameContent(anObjectEvent({ eventID, sensorElementList }), anObjectEvent({ eventID, sensorElementList: withRules })),
    );
    assert.ok(sameContent(anObjectEvent({ certificationInfo: ['b', 'a'] }), anObjectEvent({ certificationInfo: ['a', 'b'] })));
  });
});

describe('the digest of what an event says', () => {
  it('is the same where two events say the same', () => {
    const a = anObjectEvent({ epcList: ['urn:epc:id:sscc:9521234.3000000001'], recordTime: aTime('2025-03-04T00:00:00Z') });
    const b = anObjectEvent({ epcList: ['https://example.com/00/395212340000000014'], eventID });
    assert.equal(contentDigest(a), contentDigest(b));
    assert.match(contentDigest(a), /^[0-9a-f]{16}$/);
    assert.notEqual(contentDigest(a), contentDigest(anObjectEvent({ epcList: ['urn:epc:id:sscc:9521234.3000000002'] })));
    assert.notEqual(contentDigest(a), contentDigest({ ...a, certificationInfo: ['https://example.com/c'] }));
  });
});
