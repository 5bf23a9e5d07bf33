/**
 * The Standard Business Document Header.
 *
 * @source UN/CEFACT Standard Business Document Header 1.3, the schemas that EPCIS includes
 */
import { attribute, type Content, element, type Particle, type Shape, shape, textElement } from './grammar.ts';
import { SBDH } from './namespaces.ts';
import * as values from './values.ts';

const ns = SBDH;

const required = { isRequired: true } as const;

const part = (particles: readonly Particle[], rest: Partial<Shape> = {}): Content => ({
  kind: 'record',
  shape: shape(particles, { ...rest, ns }),
});

const text = (name: string, rest: Partial<Particle> = {}): Particle => textElement(name, values.string, rest);

const partner = part([
  element(
    'Identifier',
    part([], {
      attributes: [attribute('Authority', values.string)],
      text: { field: 'identifier', type: values.string, isNeeded: false },
    }),
    required,
  ),
  element(
    'ContactInformation',
    part([
      text('Contact', required),
      text('EmailAddress'),
      text('FaxNumber'),
      text('TelephoneNumber'),
      text('ContactTypeIdentifier'),
    ]),
    { isRepeatable: true },
  ),
]);

const documentIdentification = part([
  text('Standard', required),
  text('TypeVersion', required),
  text('InstanceIdentifier', required),
  text('Type', required),
  textElement('MultipleType', values.boolean),
  textElement('CreationDateAndTime', values.dateTimeText, required),
]);

const manifestItem = part([
  text('MimeTypeQualifierCode', required),
  textElement('UniformResourceIdentifier', values.uri, required),
  text('Description'),
  text('LanguageCode'),
]);

const manifest = part([
  textElement('NumberOfItems', values.integerText, required),
  element('ManifestItem', manifestItem, { ...required, isRepeatable: true }),
]);

const repeated = { isRepeatable: true } as const;

/** The two kinds of scope information that the header defines; they may alternate. */
const scope = part([
  text('Type', required),
  text('InstanceIdentifier', required),
  text('Identifier'),
  element('CorrelationInformation', { kind: 'anything' }, repeated),
  element('BusinessService', { kind: 'anything' }, repeated),
]);

export const sbdh: Content = {
  kind: 'sbdh',
  shape: shape(
    [
      text('HeaderVersion', required),
      element('Sender', partner, { ...required, isRepeatable: true }),
      element('Receiver', partner, { ...required, isRepeatable: true }),
      element('DocumentIdentification', documentIdentification, required),
      element('Manifest', manifest),
      element('BusinessScope', part([element('Scope', scope, repeated)])),
    ],
    { ns },
  ),
};
