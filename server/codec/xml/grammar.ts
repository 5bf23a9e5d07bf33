/**
 * The language in which the grammars of the EPCIS XML versions are written. One description serves reading, findings and
 * writing: `grammar-events.ts` (events), `grammar-document.ts` (what stands around them), `grammar-query.ts`.
 */
import type { EpcisVersion } from '../../epcis/document.ts';
import type { TextType } from './values.ts';

/** What an element holds. */
export type Content =
  /** Text of a simple type. */
  | { readonly kind: 'text'; readonly type: TextType }
  /** `epc` elements, the list of their texts. */
  | { readonly kind: 'epcs' }
  /** One kind of element, the list of their values. */
  | { readonly kind: 'list'; readonly shape: Shape; readonly min: 0 | 1 }
  /** Elements and attributes, an object. */
  | { readonly kind: 'record'; readonly shape: Shape }
  /** Elements that belong to the object around: `extension`, `baseExtension`. */
  | { readonly kind: 'wrapper'; readonly shape: Shape }
  /** Anything of somebody's own, a list of fields. */
  | { readonly kind: 'fields'; readonly shape: Shape }
  /** One field with anything below it. */
  | { readonly kind: 'field'; readonly shape: Shape }
  /** Read as it arrives, without a tree: its elements are met one by one. */
  | { readonly kind: 'stream'; readonly shape: Shape }
  /** An event of this type. */
  | { readonly kind: 'event'; readonly type: string }
  | { readonly kind: 'vocabulary' }
  | { readonly kind: 'sbdh'; readonly shape: Shape }
  /** Checked and then left alone. */
  | { readonly kind: 'checked'; readonly shape: Shape }
  | { readonly kind: 'anything' };

/** An element at its place among its siblings. */
export type Particle = {
  readonly name: string;
  /** Namespace URI, where it is not that of its siblings. */
  readonly ns?: string;
  /** Member of the object that it becomes. */
  readonly field: string;
  readonly content: Content;
  /** The schema demands it. */
  readonly isRequired: boolean;
  /** The canonical object cannot do without. */
  readonly isNeeded: boolean;
  readonly isRepeatable: boolean;
  /** The object has a list, the schema one element. */
  readonly isSingle: boolean;
  /** Its place is one where the schema lets everything pass (`processContents="lax"`): judged mildly. */
  readonly isLax: boolean;
  /** Position in the schema's sequence. */
  readonly index: number;
  /** Only allowed after this sibling. */
  readonly after?: string;
};

export type AttributeRule = {
  readonly name: string;
  readonly field: string;
  readonly type: TextType;
  readonly isRequired: boolean;
};

/** What a wildcard of the schema lets in. */
export type Wildcard = 'none' | 'extension' | 'event';

/** The content of an element that holds elements, attributes, or text with attributes. */
export type Shape = {
  /** Particles by element name. */
  readonly elements: ReadonlyMap<string, Particle>;
  /** In the order of the schema, for writing and for what is missing. */
  readonly sequence: readonly Particle[];
  /** Namespace of the element names, where it is not ''. */
  readonly ns: string;
  readonly order: 'sequence' | 'any' | 'one';
  /** Elements of other namespaces. */
  readonly foreign: Wildcard;
  /** Un-namespaced elements that the schema does not know. */
  readonly local: Wildcard;
  readonly attributes: readonly AttributeRule[];
  readonly attributeNames: ReadonlyMap<string, AttributeRule>;
  /** Attributes of any name are allowed. */
  readonly anyAttribute: boolean;
  /** Text content, where it has one: member and type. */
  readonly text: { readonly field: string; readonly type: TextType; readonly isNeeded: boolean } | undefined;
  /** The schema lets text be there that means nothing. */
  readonly isDeafToText: boolean;
  /** The schema wants at least one element. */
  readonly isNeverEmpty: boolean;
  /** The object has a member `extensions`. */
  readonly hasExtensions: boolean;
  /** Elements of the object that stand elsewhere in this version, by name: read where they are, with a finding. */
  readonly elsewhere: ReadonlyMap<string, Particle>;
};

type Particles = Partial<Omit<Particle, 'name' | 'content' | 'index'>>;

export const element = (name: string, content: Content, rest: Particles = {}): Particle => ({
  field: name,
  isRequired: false,
  isNeeded: false,
  isRepeatable: false,
  isSingle: false,
  isLax: false,
  index: 0,
  ...rest,
  name,
  content,
});

export const textElement = (name: string, type: TextType, rest: Particles = {}): Particle =>
  element(name, { kind: 'text', type }, rest);

export const attribute = (name: string, type: TextType, rest: Partial<AttributeRule> = {}): AttributeRule => ({
  name,
  field: name,
  isRequired: false,
  ...rest,
  type,
});

const NOWHERE: ReadonlyMap<string, Particle> = new Map();

export function shape(
  particles: readonly Particle[],
  rest: Partial<Omit<Shape, 'elements' | 'sequence' | 'attributeNames'>> = {},
): Shape {
  const sequence = particles.map((particle, index) => ({ ...particle, index }));
  return {
    ns: '',
    order: 'sequence',
    foreign: 'none',
    local: 'none',
    attributes: [],
    anyAttribute: false,
    text: undefined,
    isDeafToText: false,
    isNeverEmpty: false,
    hasExtensions: false,
    elsewhere: NOWHERE,
    ...rest,
    sequence,
    elements: new Map(sequence.map((particle) => [particle.name, particle])),
    attributeNames: new Map((rest.attributes ?? []).map((rule) => [rule.name, rule])),
  };
}

/** `extension` as the 1.x schemas leave it: any un-namespaced elements, at least one. */
export const openWrapper = (particles: readonly Particle[] = [], rest: Partial<Shape> = {}): Content => ({
  kind: 'wrapper',
  shape: shape(
    particles.map((particle) => ({ ...particle, isLax: true, isRequired: false })),
    { order: 'any', local: 'extension', anyAttribute: true, isNeverEmpty: true, hasExtensions: true, ...rest },
  ),
});

/** `extension` as the 2.0 schema has it: elements of other namespaces, at least one. */
export const foreignWrapper = (rest: Partial<Shape> = {}): Content => ({
  kind: 'wrapper',
  shape: shape([], { foreign: 'extension', anyAttribute: true, isNeverEmpty: true, hasExtensions: true, ...rest }),
});

export const isVersion2 = (version: EpcisVersion): boolean => version === '2.0';
