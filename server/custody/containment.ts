/**
 * What is inside what, as events put things in and take them out.
 *
 * A thing has one container or none; where it was put into two, it is in the one it was put into last. Partners list the whole
 * content of a pallet flat, cases and units together: a unit whose case is in the same list is in its case, not on the pallet.
 */
import type { EpcisEvent } from '../epcis/event.ts';
import { identifierKey } from '../epcis/identifier/key.ts';
import type { StoredEvent } from '../epcis/stored-event.ts';
import { isPacking, type Role } from './effect.ts';
import type { Findings } from './findings/raise.ts';
import type { FindingId } from './findings/table.ts';

export type Containment = {
  /** Containers of an object, innermost first. */
  above(key: string): readonly string[];
  /** @param roles what the packing event names of the objects that are followed */
  pack(stored: StoredEvent, roles: ReadonlyMap<string, Role>, subject: { readonly isEnded: boolean }): void;
  /** Everything leaves this container. */
  empty(container: string, stored: StoredEvent): void;
  /** It leaves its container. */
  remove(key: string): void;
};

export function openContainment(subject: string, depth: number, findings: Findings): Containment {
  const parents = new Map<string, { readonly parent: string; readonly packedBy: string }>();

  const above = (key: string): readonly string[] => {
    const path: string[] = [];
    for (
      let parent = parents.get(key)?.parent;
      parent !== undefined && path.length < depth;
      parent = parents.get(parent)?.parent
    ) {
      if (parent === key || path.includes(parent)) break;
      path.push(parent);
    }
    return path;
  };

  /** Findings are about the object asked for and what it is inside of. */
  const concernsSubject = (key: string): boolean => key === subject || above(subject).includes(key);

  const raise = (id: FindingId, stored: StoredEvent, key: string, container: string, before?: string) => {
    const other = parents.get(key)?.parent;
    const facts = { subject: key, container, otherContainer: other };
    findings.raise({
      id,
      at: stored.event.eventTime.ms,
      events: before === undefined ? [stored.eventID] : [before, stored.eventID],
      facts,
    });
  };

  function putIn(key: string, parent: string, stored: StoredEvent): void {
    const current = parents.get(key);
    if (current?.parent === parent || key === parent) return;
    const isSeen = 'action' in stored.event && stored.event.action === 'OBSERVE';
    if (isSeen && above(key).includes(parent)) return;
    if (current && concernsSubject(key)) raise('packed-twice', stored, key, parent, current.packedBy);
    const loop = [parent, ...above(parent)].find((node) => parents.get(node)?.parent === key);
    if (loop !== undefined) parents.delete(loop);
    parents.set(key, { parent, packedBy: stored.eventID });
  }

  function takeOut(key: string, parent: string | undefined, stored: StoredEvent): void {
    const isInside = parent === undefined ? parents.has(key) : above(key).includes(parent);
    if (isInside) parents.delete(key);
    else if (concernsSubject(key)) raise('unpacked-not-packed', stored, key, parent ?? '');
  }

  function releaseAll(container: string | undefined): void {
    for (const [key, { parent }] of parents) if (parent === container) parents.delete(key);
  }

  /** What is listed and not in something else that is listed, too. What has ended is put nowhere. */
  function childrenIn(roles: ReadonlyMap<string, Role>, isEnded: boolean): readonly string[] {
    const children = [...roles].filter(([key, role]) => role === 'child' && !(isEnded && key === subject)).map(([key]) => key);
    return children.filter((key) => !above(key).some((container) => children.includes(container)));
  }

  return {
    above,
    remove: (key) => parents.delete(key),
    pack(stored, roles, { isEnded }) {
      const { event } = stored;
      if (!isPacking(event)) return;
      const parent = parentKey(event);
      if (takesAllOut(event)) releaseAll(parent);
      for (const key of childrenIn(roles, isEnded)) {
        if (event.action === 'DELETE') takeOut(key, parent, stored);
        else if (parent !== undefined) putIn(key, parent, stored);
      }
    },
    empty(container, stored) {
      const path = [subject, ...above(subject)];
      for (const [key, inside] of parents) {
        if (inside.parent !== container) continue;
        if (path.includes(key)) raise('contents-left', stored, key, container, inside.packedBy);
        parents.delete(key);
      }
    },
  };
}

/** A DELETE that lists nothing takes everything out. */
export const takesAllOut = (event: EpcisEvent): boolean =>
  isPacking(event) &&
  event.action === 'DELETE' &&
  (event.childEPCs?.length ?? 0) === 0 &&
  (event.childQuantityList?.length ?? 0) === 0;

/** The key of a packing's parent. */
export const parentKey = (event: EpcisEvent | undefined): string | undefined =>
  event && isPacking(event) && event.parentID !== undefined ? identifierKey(event.parentID) : undefined;
