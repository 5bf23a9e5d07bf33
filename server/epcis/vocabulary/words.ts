/**
 * The vocabularies of CBV 2.0 as tables.
 *
 * @source CBV 2.0 section 7 and the GS1 Web Vocabulary for sensor data
 */

export type VocabularyName =
  | 'bizStep'
  | 'disposition'
  | 'bizTransactionType'
  | 'sourceDestinationType'
  | 'errorReason'
  | 'component'
  | 'measurementType'
  | 'sensorAlert';

export type Vocabulary = {
  readonly words: readonly string[];
  /** What stands before the word as URN; absent where the vocabulary has no URNs. */
  readonly urn?: string;
  /** What stands before the word as Web URI. */
  readonly webUri: string;
  /** Other ways to begin the Web URI that are read, historic hosts among them. */
  readonly alsoRead: readonly string[];
  /** What stands before the word as compact URI. */
  readonly curie: string;
  /** Words of earlier versions and what is written in their place. */
  readonly retired: Readonly<Record<string, string>>;
};

export const CBV_NAMESPACE = 'https://ref.gs1.org/cbv/';

/** As the JSON-LD context of EPCIS binds `gs1`. */
export const GS1_NAMESPACE = 'https://gs1.org/voc/';

const cbv = (
  family: string,
  urn: string | undefined,
  words: readonly string[],
  retired: Vocabulary['retired'] = {},
): Vocabulary => ({
  words,
  ...(urn !== undefined && { urn: `urn:epcglobal:cbv:${urn}:` }),
  webUri: `${CBV_NAMESPACE}${family}-`,
  alsoRead: ['http://ref.gs1.org/cbv/', 'https://ns.gs1.org/cbv/', 'http://ns.gs1.org/cbv/'].map((host) => `${host}${family}-`),
  curie: `cbv:${family}-`,
  retired,
});

const gs1 = (words: readonly string[]): Vocabulary => ({
  words,
  webUri: GS1_NAMESPACE,
  alsoRead: [
    'https://ref.gs1.org/voc/',
    'https://www.gs1.org/voc/',
    'https://ns.gs1.org/voc/',
    'http://gs1.org/voc/',
    'http://ref.gs1.org/voc/',
    'http://www.gs1.org/voc/',
  ],
  curie: 'gs1:',
  retired: {},
});

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

export const vocabularies: Readonly<Record<VocabularyName, Vocabulary>> = {
  bizStep: cbv(
    'BizStep',
    'bizstep',
    list(`
      accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting
      decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting
      installing killing loading other packing picking receiving removing repackaging repairing replacing reserving
      retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting
      unloading unpacking void_shipping`),
    { transforming: 'commissioning' },
  ),
  disposition: cbv(
    'Disp',
    'disp',
    list(`
      active available completeness_inferred completeness_verified conformant container_closed container_open damaged
      destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance
      mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed
      recalled reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown`),
    {
      non_sellable_damaged: 'damaged',
      non_sellable_disposed: 'disposed',
      non_sellable_expired: 'expired',
      non_sellable_no_pedigree_match: 'no_pedigree_match',
      non_sellable_recalled: 'recalled',
    },
  ),
  bizTransactionType: cbv('BTT', 'btt', list('bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt')),
  sourceDestinationType: cbv('SDT', 'sdt', list('owning_party possessing_party location')),
  errorReason: cbv('ER', 'er', list('did_not_occur incorrect_data')),
  component: cbv(
    'Comp',
    undefined,
    list(`
      x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude longitude
      altitude`),
  ),
  measurementType: gs1(
    list(`
      AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Radioactivity Altitude AmountOfSubstance
      AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance
      Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge
      ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance
      Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux
      MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity
      MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity RelativeHumidity
      Resistance Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage
      Volume VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber`),
  ),
  sensorAlert: gs1(list('ALARM_CONDITION ERROR_CONDITION')),
};
