/**
 * What the hub knows of JSON-LD contexts without fetching any.
 *
 * @source EPCIS 2.0 JSON-LD context; GS1 Egypt health care extension context
 */

/** The published addresses of the EPCIS 2.0 context. */
const epcisContext =
  /^https?:\/\/(?:ref\.gs1\.org\/standards\/epcis\/(?:2\.\d+(?:\.\d+)?\/)?|gs1\.github\.io\/EPCIS\/)epcis-context\.jsonld$/;

export const isEpcisContext = (url: string): boolean => epcisContext.test(url);

/** The address that the hub writes. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** What the context binds `cbvmda` to; documents in XML declare it without the colon, and so fields of both are one. */
export const CBV_MASTER_DATA = 'urn:epcglobal:cbv:mda';

/** Stands for no namespace, where JSON demands one of a name that had none in XML. Only the hub writes it. */
export const UNQUALIFIED = 'urn:x-epcis-hub:unqualified:';

/** Prefixes that the EPCIS context binds. */
export const epcisPrefixes: Readonly<Record<string, string>> = {
  epcis: 'https://ref.gs1.org/epcis/',
  cbv: 'https://ref.gs1.org/cbv/',
  cbvmda: `${CBV_MASTER_DATA}:`,
  gs1: 'https://gs1.org/voc/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  owl: 'http://www.w3.org/2002/07/owl#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dcterms: 'http://purl.org/dc/terms/',
};

/** Terms that the EPCIS context defines, protected, besides its prefixes. */
export const epcisTerms: ReadonlySet<string> = new Set([
  ...['id', 'type', 'baseURL', 'Collection', 'member'],
  ...['ObjectEvent', 'AggregationEvent', 'TransactionEvent', 'TransformationEvent', 'AssociationEvent'],
  ...['EPCISDocument', 'EPCISQueryDocument', 'schemaVersion', 'creationDate', 'sender', 'receiver', 'instanceIdentifier'],
  ...['epcisHeader', 'epcisBody', 'masterData', 'vocabularyList', 'children', 'eventList'],
  ...['queryResults', 'resultsBody', 'queryName', 'subscriptionID'],
  ...['eventID', 'eventTime', 'recordTime', 'eventTimeZoneOffset', 'certificationInfo', 'errorDeclaration'],
  ...['action', 'bizStep', 'disposition', 'persistentDisposition', 'readPoint', 'bizLocation', 'transformationID', 'parentID'],
  ...['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'],
  ...['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList', 'epcClass', 'quantity', 'uom'],
  ...['bizTransactionList', 'sourceList', 'destinationList', 'sensorElementList', 'ilmd'],
]);

export type KnownContext = {
  readonly prefixes: Readonly<Record<string, string>>;
  /** Bare names and the URIs they stand for. */
  readonly terms: Readonly<Record<string, string>>;
};

const egyptHealthCare = 'https://ref.gs1eg.org/extensions/epcis/hc/voc/';

/** Contexts of other organisations that documents in use name, by address. They bind nothing that GS1 protects. */
export const otherContexts: Readonly<Record<string, KnownContext>> = {
  'https://ref.gs1eg.org/extensions/epcis/hc/2.0.0/hc-context.jsonld': {
    prefixes: { gs1egypthc: egyptHealthCare },
    terms: {
      recallReason: `${egyptHealthCare}recallReason`,
      dosageQuantityList: `${egyptHealthCare}dosageQuantityList`,
      batchInfoList: `${egyptHealthCare}batchInfoList`,
    },
  },
};
