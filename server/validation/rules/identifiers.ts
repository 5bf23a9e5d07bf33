/** Identifiers: GS1 keys that are none, classes where instances belong, and the reverse. */
import type { EpcisEvent } from '../../epcis/event.ts';
import { describeIdentifier } from '../../epcis/identifier/describe.ts';
import { integrityFault, parseKey } from '../../epcis/identifier/gs1-key.ts';
import { identifierKey } from '../../epcis/identifier/key.ts';
import { classify } from '../../epcis/identifier/scheme.ts';
import { epcLists, parentOf, quantityLists } from './fields.ts';
import type { Finding, Rule } from './rule.ts';
import { isKnownSerial, learnSerial } from './serials.ts';

const ids = ['identifier-not-a-uri', 'identifier-invalid', 'class-in-instance-list', 'instance-as-class'] as const;
type RuleId = (typeof ids)[number];

export const identifierRules: readonly Rule[] = [
  {
    id: 'identifier-not-a-uri',
    section: 'EPCIS 2.0, identifiers',
    summary: 'Every identifier is an absolute URI.',
    severity: 'error',
    check: (event) => findingsOf(event)['identifier-not-a-uri'],
  },
  {
    id: 'identifier-invalid',
    section: 'EPC Tag Data Standard; GS1 Digital Link',
    summary: 'An EPC URN or GS1 Digital Link has the right lengths, characters and check digit.',
    severity: 'error',
    check: (event) => findingsOf(event)['identifier-invalid'],
  },
  {
    id: 'class-in-instance-list',
    section: 'CBV 2.0, instance-level identifiers',
    summary: 'A list of EPCs and a parentID hold instances; classes belong into quantity lists.',
    severity: 'warning',
    check: (event) => findingsOf(event)['class-in-instance-list'],
  },
  {
    id: 'instance-as-class',
    section: 'CBV 2.0, class-level identifiers',
    summary: 'epcClass holds a class: a product, perhaps with its lot, never one object.',
    severity: 'error',
    check: (event) => findingsOf(event)['instance-as-class'],
  },
];

type Findings = Readonly<Record<RuleId, readonly Finding[]>>;

/** The rules ask one after the other about one event, whose lists may be long: they are read once. */
const read = new WeakMap<EpcisEvent, Findings>();

function findingsOf(event: EpcisEvent): Findings {
  const known = read.get(event);
  if (known) return known;
  const gathered = gather();
  const parent = parentOf(event);
  if (parent !== undefined) judge('parentID', parent, 'instance', gathered.add);
  judgeLists(event, gathered.add);
  if (event.readPoint) judge('readPoint', event.readPoint.id, 'any', gathered.add);
  if (event.bizLocation) judge('bizLocation', event.bizLocation.id, 'any', gathered.add);
  for (const { source } of event.sourceList ?? []) judge('sourceList', source, 'any', gathered.add);
  for (const { destination } of event.destinationList ?? []) judge('destinationList', destination, 'any', gathered.add);
  const findings = gathered.findings();
  read.set(event, findings);
  return findings;
}

function judgeLists(event: EpcisEvent, add: Add): void {
  for (const [field, list] of epcLists(event)) {
    for (const text of list) if (!isKnownSerial(text)) judge(field, text, 'instance', add);
  }
  for (const [field, list] of quantityLists(event)) for (const { epcClass } of list) judge(field, epcClass, 'class', add);
}

/** Findings of one rule about one event; the rest is counted. */
const SHOWN = 20;

function gather() {
  const findings: Record<RuleId, Finding[]> = {
    'identifier-not-a-uri': [],
    'identifier-invalid': [],
    'class-in-instance-list': [],
    'instance-as-class': [],
  };
  const counts = new Map<RuleId, number>();
  return {
    add: (id: RuleId, finding: Finding): void => {
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      if (count <= SHOWN) findings[id].push(finding);
    },
    findings: (): Findings => {
      for (const [id, count] of counts) {
        if (count > SHOWN) findings[id].push({ message: `${count - SHOWN} more identifiers of this event have the same fault.` });
      }
      return findings;
    },
  };
}

type Add = ReturnType<typeof gather>['add'];

const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

function judge(field: string, text: string, wanted: 'instance' | 'class' | 'any', add: Add): void {
  const key = identifierKey(text);
  // By far the most common: a well-formed URN of one object. Its key's check digit was computed from it.
  if (wanted === 'instance' && key !== text && text.startsWith('urn:epc:id:')) {
    learnSerial(text, key);
    return;
  }
  if (key === text && !ABSOLUTE_URI.test(text)) {
    add('identifier-not-a-uri', {
      message: `${field}: "${text}" is no absolute URI.`,
      hint: 'Write an EPC URN, a GS1 Digital Link or a URI of your own.',
    });
  }
  if (!mayBeGs1(text)) return;
  const fault = faultOf(text, key);
  if (fault !== undefined) {
    add('identifier-invalid', {
      message: `${field}: "${text}" is not valid: ${fault}.`,
      hint: 'Correct it at its source; a wrong identifier never meets its object again.',
    });
    return;
  }
  if (wanted !== 'any') judgeLevel(field, text, key, wanted, add);
}

const mayBeGs1 = (text: string): boolean => text.startsWith('urn:epc:') || /^https?:\/\//i.test(text);

function faultOf(text: string, key: string): string | undefined {
  if (key !== text) {
    const parsed = text.startsWith('urn:') ? undefined : parseKey(key);
    return parsed && integrityFault(parsed.ai, parsed.value);
  }
  const { valid, reason, scheme } = describeIdentifier(text);
  // A web address that is not recognised as a Digital Link is simply somebody's own.
  return valid || (scheme === null && !text.startsWith('urn:epc:')) ? undefined : (reason ?? 'it is none');
}

function judgeLevel(field: string, text: string, key: string, wanted: 'instance' | 'class', add: Add): void {
  const parsed = key === text ? undefined : parseKey(key);
  const { level } = parsed ? classify(parsed) : describeIdentifier(text);
  const isClass = level === 'class' || level === 'pattern';
  if (level === 'instance') learnSerial(text, key);
  if (wanted === 'instance' && isClass) {
    add('class-in-instance-list', {
      message: `${field}: "${text}" names a class, not one object.`,
      hint: 'Put it into a quantity list as epcClass.',
    });
  }
  if (wanted === 'class' && level !== null && !isClass) {
    add('instance-as-class', {
      message: `${field}: epcClass "${text}" names one object, not a class.`,
      hint: 'Put it into a list of EPCs, or leave its serial number out.',
    });
  }
}
