/**
 * An object as an element, by the grammar that reads it: elements in the order of the schema, each at the place that the
 * version being written has for it.
 */
import type { Extension } from '../../epcis/event.ts';
import type { Particle, Shape } from './grammar.ts';
import { XSI } from './namespaces.ts';
import { declarations, declare, type Scope } from './scope.ts';
import type { TextType } from './values.ts';
import { addAttribute, legal, scalarText, writeExtension } from './write-extension.ts';
import { escapeAttribute, escapeText } from './write-text.ts';
import type { Writing } from './writing.ts';

/** Members by the names the grammar has for them. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where something is written, and where it will be missed. */
export type Spot = { readonly scope: Scope; readonly path: string; readonly writing: Writing };

/**
 * @param tag name with prefix, if it has one
 * @param own scope with what the element itself declares
 */
export function writeRecord(tag: string, fields: Fields, shape: Shape, spot: Spot, own: Scope = spot.scope): string {
  const sorted = sortExtensions(fields, shape, spot);
  const attributes = writeShapeAttributes(fields, shape, sorted.attributes, { ...spot, scope: own });
  const inner = { ...spot, scope: attributes.scope };
  const content = shape.text
    ? printed(fields[shape.text.field], shape.text.type, inner, escapeText)
    : writeContent(fields, shape, sorted, inner);
  const opening = `<${tag}${declarations(spot.scope, attributes.scope)}${attributes.text}`;
  return content === undefined || content === '' ? `${opening}/>` : `${opening}>${content}</${tag}>`;
}

type Sorted = {
  readonly attributes: readonly Extension[];
  /** At the end of the element. */
  readonly foreign: readonly Extension[];
  /** Within `extension`. */
  readonly local: readonly Extension[];
};

const NONE: readonly Extension[] = [];
const NOTHING: Sorted = { attributes: NONE, foreign: NONE, local: NONE };

const extensionsOf = (fields: Fields): readonly Extension[] => (fields['extensions'] as readonly Extension[] | undefined) ?? NONE;

/** Somebody's own fields by where the schema lets them stand. */
function sortExtensions(fields: Fields, shape: Shape, { path, writing }: Spot): Sorted {
  const all = extensionsOf(fields);
  if (all.length === 0) return NOTHING;
  const attributes: Extension[] = [];
  const foreign: Extension[] = [];
  const local: Extension[] = [];
  const names = new Set(shape.attributes.map(({ name }) => `{}${name}`));
  for (const extension of all) {
    const name = `{${extension.ns}}${extension.name}`;
    const isElement = extension.ns !== '' ? shape.foreign === 'extension' : false;
    if (isElement) foreign.push(extension);
    else if (canBeAttribute(extension, shape) && !names.has(name)) attributes.push(extension);
    else if (extension.ns === '' && openWrapperOf(shape)) local.push(extension);
    else writing.lose(`${path}/${extension.name}`, `EPCIS ${writing.version} XML has no place for it here`);
    names.add(name);
  }
  return { attributes, foreign, local };
}

const canBeAttribute = ({ value, attributes = [] }: Extension, shape: Shape): boolean =>
  shape.anyAttribute && attributes.length === 0 && value !== null && scalarText(value) !== undefined;

/** The wrapper that takes un-namespaced elements of any name, and those around it. */
function openWrapperOf(shape: Shape): Particle | undefined {
  for (const particle of shape.sequence) {
    if (particle.content.kind !== 'wrapper' || particle.name !== 'extension') continue;
    if (particle.content.shape.local !== 'none' || openWrapperOf(particle.content.shape)) return particle;
  }
  return undefined;
}

function writeShapeAttributes(fields: Fields, shape: Shape, own: readonly Extension[], spot: Spot) {
  let text = '';
  for (const rule of shape.attributes) {
    const value = fields[rule.field];
    if (value === undefined) continue;
    const written = printed(value, rule.type, { ...spot, path: `${spot.path}/@${rule.name}` }, escapeAttribute);
    if (written !== undefined) text += ` ${rule.name}="${written}"`;
  }
  let all = { text, scope: spot.scope };
  for (const extension of own) all = addAttribute(all, extension, spot.path, spot.writing);
  return all;
}

function writeContent(fields: Fields, shape: Shape, sorted: Sorted, spot: Spot): string {
  const wrapper = sorted.local.length > 0 ? openWrapperOf(shape) : undefined;
  let text = '';
  for (const particle of shape.sequence) {
    text += writeParticle(particle, fields, spot, particle === wrapper ? sorted.local : NONE);
  }
  for (const extension of sorted.foreign) text += writeExtension(extension, spot.scope, spot.path, spot.writing);
  return text;
}

/** @param local un-namespaced fields that go into this wrapper */
function writeParticle(particle: Particle, fields: Fields, spot: Spot, local: readonly Extension[]): string {
  const { content, name } = particle;
  if (content.kind === 'wrapper') return writeWrapper(name, content.shape, fields, spot, local);
  const value = fields[particle.field];
  if (value === undefined) return content.kind === 'epcs' && particle.isRequired ? `<${name}/>` : '';
  const at = { ...spot, path: `${spot.path}/${name}` };
  const nil = particle.after !== undefined && fields[particle.after] === undefined ? writeNil(particle.after, spot) : '';
  if (!particle.isRepeatable) return nil + writeOne(particle, value, at);
  const values = value as readonly unknown[];
  if (particle.isSingle && !particle.isLax) loseAllButFirst(values, at);
  return values
    .slice(0, particle.isSingle && !particle.isLax ? 1 : values.length)
    .map((each, index) => writeOne(particle, each, { ...at, path: `${at.path}[${index + 1}]` }))
    .join('');
}

function loseAllButFirst(values: readonly unknown[], { path, writing }: Spot): void {
  for (let index = 1; index < values.length; index++) {
    writing.lose(`${path}[${index + 1}]`, `EPCIS ${writing.version} XML has room for one`);
  }
}

function writeNil(name: string, { scope }: Spot): string {
  const { prefix, scope: inner } = declare(scope, XSI, 'xsi');
  return `<${name}${declarations(scope, inner)} ${prefix}:nil="true"/>`;
}

function writeWrapper(name: string, shape: Shape, fields: Fields, spot: Spot, local: readonly Extension[]): string {
  const isInnermost = shape.local !== 'none';
  const inner = local.length > 0 && !isInnermost ? openWrapperOf(shape) : undefined;
  let text = '';
  for (const particle of shape.sequence) text += writeParticle(particle, fields, spot, particle === inner ? local : NONE);
  if (isInnermost) for (const extension of local) text += writeExtension(extension, spot.scope, spot.path, spot.writing);
  return text === '' ? '' : `<${name}>${text}</${name}>`;
}

function writeOne(particle: Particle, value: unknown, spot: Spot): string {
  const { content, name } = particle;
  switch (content.kind) {
    case 'text': {
      const text = printed(value, content.type, spot, escapeText);
      return text === undefined ? '' : `<${name}>${text}</${name}>`;
    }
    case 'epcs':
      return writeEpcs(name, value as readonly string[], spot);
    case 'list':
      return writeList(name, content.shape, content.min, value as readonly unknown[], spot);
    case 'record':
      return writeRecord(name, value as Fields, content.shape, spot);
    case 'fields':
      return writeRecord(name, { extensions: value }, content.shape, spot);
    default:
      return '';
  }
}

function writeEpcs(name: string, epcs: readonly string[], { writing, path }: Spot): string {
  if (epcs.length === 0) return `<${name}/>`;
  const { identifier } = writing.printing;
  let text = `<${name}>`;
  for (const epc of epcs) text += `<epc>${escapeText(legal(identifier(epc), path, writing))}</epc>`;
  return `${text}</${name}>`;
}

function writeList(name: string, shape: Shape, min: number, values: readonly unknown[], spot: Spot): string {
  const item = shape.sequence[0];
  if (!item || (values.length === 0 && min > 0)) return '';
  const text = values
    .map((each, index) => writeOne(item, each, { ...spot, path: `${spot.path}/${item.name}[${index + 1}]` }))
    .join('');
  return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`;
}

/** The grammar hands each value to the type that read it. */
function printed(value: unknown, type: TextType, { path, writing }: Spot, toXml: (text: string) => string): string | undefined {
  if (value === undefined) return undefined;
  const text = type.print(value as never, writing.printing);
  if (text === undefined) writing.lose(path, 'the schema has no form for this value');
  return text === undefined ? undefined : toXml(legal(text, path, writing));
}
