/**
 * How much of its kind's base unit each unit is, by code. Factors are exact where the unit is defined exactly.
 *
 * Kinds are those that sensor data and quantities of goods are measured in; a unit of another kind is compared with itself
 * only.
 *
 * @source UN/CEFACT Recommendation 20, revision 17, for the codes; SI Brochure and NIST SP 811 for the factors
 */

const inch = 0.0254;
const foot = 0.3048;
const yard = 0.9144;
const mile = 1609.344;
const surveyFoot = 1200 / 3937;
const pound = 0.45359237;
const ounce = pound / 16;
const gravity = 9.80665;
const poundForce = pound * gravity;
const gallonUK = 4.54609e-3;
const gallonUS = 231 * inch ** 3;
const bushelUS = 2150.42 * inch ** 3;
const btu = 1055.05585262;
const degree = Math.PI / 180;
const minute = 60;
const hour = 3600;
const day = 86_400;
const year = 365.25 * day;

/** Kind of quantity, its base unit named in the comment, to factors by code. */
// biome-ignore format: a table
export const unitFactors: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // one
  number: { C62: 1, EA: 1, H87: 1, PR: 2, DZN: 12, SCO: 20, CEN: 100, GRO: 144, GGR: 1728, MIL: 1e3, MIO: 1e6, MLD: 1e9,
    P1: 1e-2, NX: 1e-3, '59': 1e-6, '60': 1e-2, '61': 1e-9, E40: 1e-5, NA: 1e-6, J33: 1e-9, L32: 1e-12, M29: 1, M91: 1, H64: 1e-3, Q29: 1e-8, K62: 1, L19: 1e-3, J36: 1e-6,
    J87: 1e-6, J91: 1e-3, L21: 1e-9, H60: 1, H65: 1e-6 },
  // radian
  angle: { C81: 1, C25: 1e-3, B97: 1e-6, DD: degree, D61: degree / 60, D62: degree / 3600, A91: Math.PI / 200, M43: Math.PI / 3200, M44: 2 * Math.PI },
  // steradian
  solidAngle: { D27: 1 },
  // metre
  length: { MTR: 1, DMT: 1e-1, CMT: 1e-2, MMT: 1e-3, '4H': 1e-6, C45: 1e-9, C52: 1e-12, A71: 1e-15, A45: 10, HMT: 100, KMT: 1e3, KTM: 1e3, MAM: 1e6, A11: 1e-10, A12: 149_597_870_700,
    NMI: 1852, INH: inch, FOT: foot, YRD: yard, SMI: mile, AK: 6 * foot, X1: 66 * foot, M7: inch * 1e-6, '77': inch * 1e-3, F49: 16.5 * foot, M50: 660 * foot, M49: 66 * surveyFoot, M51: surveyFoot,
    M52: 5280 * surveyFoot, H79: 1e-3 / 3 },
  // square metre
  area: { MTK: 1, DMK: 1e-2, CMK: 1e-4, MMK: 1e-6, H30: 1e-12, H16: 100, H18: 1e4, KMK: 1e6, ARE: 100, HAR: 1e4, DAA: 1e3, INK: inch ** 2, FTK: foot ** 2, YDK: yard ** 2, MIK: mile ** 2,
    ACR: 43_560 * surveyFoot ** 2, A14: 1e-28 },
  // cubic metre
  volume: { MTQ: 1, DMQ: 1e-3, CMQ: 1e-6, MMQ: 1e-9, DMA: 1e3, H19: 1e6, H20: 1e9, LTR: 1e-3, DLT: 1e-4, CLT: 1e-5, MLT: 1e-6, '4G': 1e-9, Q34: 1e-12, Q33: 1e-15, Q32: 1e-18, A44: 1e-2, HLT: 1e-1,
    K6: 1, MAL: 1e3, G26: 1, INQ: inch ** 3, FTQ: foot ** 3, YDQ: yard ** 3, GLI: gallonUK, PTI: gallonUK / 8, QTI: gallonUK / 4, OZI: gallonUK / 160, BUI: 8 * gallonUK, L43: 2 * gallonUK,
    GLL: gallonUS, PTL: gallonUS / 8, PT: gallonUS / 8, QTL: gallonUS / 4, QT: gallonUS / 4, OZA: gallonUS / 128, G21: gallonUS / 16, G24: gallonUS / 256, G25: gallonUS / 768, BLL: 42 * gallonUS,
    BUA: bushelUS, G23: bushelUS / 4, GLD: bushelUS / 8, QTD: bushelUS / 32, PTD: bushelUS / 64, BLD: 7056 * inch ** 3, M68: 128 * foot ** 3, M70: 100 * foot ** 3 },
  // second
  time: { SEC: 1, MIN: minute, HUR: hour, DAY: day, WEE: 7 * day, MON: year / 12, ANN: year, L95: 365 * day, B52: 1e3, C26: 1e-3, B98: 1e-6, C47: 1e-9, H70: 1e-12 },
  // hertz
  frequency: { HTZ: 1, MTZ: 1e-3, KHZ: 1e3, MHZ: 1e6, A86: 1e9, D29: 1e12, C97: 1, RPS: 1, RPM: 1 / minute, C94: 1 / minute, H10: 1 / hour },
  // radian per second
  angularVelocity: { '2A': 1, M46: (2 * Math.PI) / minute, E96: degree },
  // radian per second squared
  angularAcceleration: { '2B': 1, M45: degree },
  // metre per second
  speed: { MTS: 1, C16: 1e-3, '2M': 1e-2, M62: 1e3, KMH: 1e3 / hour, '2X': 1 / minute, M60: 1 / hour, H81: 1e-3 / minute, H49: 1e-2 / hour, H67: 1e-3 / hour, KNT: 1852 / hour, HM: mile / hour, M57: mile / minute,
    M58: mile, FS: foot, FR: foot / minute, K14: foot / hour, IU: inch, M63: inch / minute, M64: yard, M65: yard / minute, M66: yard / hour },
  // metre per second squared
  acceleration: { MSK: 1, M38: 1e3, M39: 1e-2, M41: 1e-3, A76: 1e-2, C11: 1e-5, K40: gravity, A73: foot, IV: inch, M40: yard, M42: mile },
  // kilogram
  mass: { KGM: 1, GRM: 1e-3, MGM: 1e-6, MC: 1e-9, DJ: 1e-2, DG: 1e-4, CGM: 1e-5, HGM: 1e-1, TNE: 1e3, DTN: 100, KTN: 1e6, '2U': 1e3, LBR: pound, ONZ: ounce, GRN: pound / 7000, CWI: 112 * pound, CWA: 100 * pound,
    LTN: 2240 * pound, STI: 14 * pound, STN: 2000 * pound, APZ: (480 * pound) / 7000, DWT: (24 * pound) / 7000, CTM: 2e-4, F13: poundForce / foot, M86: 0.5 },
  // kilogram per cubic metre
  density: { KMQ: 1, '23': 1e3, D41: 1e3, GJ: 1e3, B35: 1e3, B72: 1e3, B34: 1e3, GL: 1, F23: 1, A93: 1e-3, GP: 1e-6, GQ: 1e-9, H29: 1e-6, M1: 1e-3, G31: 1e6, '87': pound / foot ** 3, GE: pound / gallonUS,
    LA: pound / inch ** 3, K71: pound / gallonUK, K84: pound / yard ** 3, K41: pound / 7000 / gallonUS, L37: ounce / gallonUK, L38: ounce / gallonUS, L39: ounce / inch ** 3 },
  // cubic metre per kilogram
  specificVolume: { A39: 1, '22': 1e-1, H83: 1e-3, KX: 1e-6, N28: 1e-3, N29: foot ** 3 / pound, N30: inch ** 3 / pound },
  // kilogram per square metre
  surfaceDensity: { '28': 1, GM: 1e-3, GO: 1e-6, '25': 10, H63: 1e-2, D5: 1e4, ON: ounce / yard ** 2, '37': ounce / foot ** 2 },
  // kilogram metre per second
  momentum: { B31: 1, M98: 1e-2, M99: 1e-5, N10: pound * foot, N11: pound * inch },
  // kilogram metre squared per second
  angularMomentum: { B33: 1 },
  // newton
  force: { NEW: 1, B73: 1e6, B47: 1e3, C20: 1e-3, B92: 1e-6, DU: 1e-5, C78: poundForce, B37: gravity, B51: gravity, L40: poundForce / 16, L94: 2000 * poundForce, M75: 1e3 * poundForce, M76: pound * foot, M77: 1, M78: gravity * 1e-3 },
  // newton metre
  torque: { NU: 1, B74: 1e6, B48: 1e3, D83: 1e-3, B93: 1e-6, DN: 1e-1, J72: 1e-2, F88: 1e-2, B38: gravity, F21: poundForce * inch, M92: poundForce * foot, L41: (poundForce / 16) * inch, M97: 1e-5 },
  // pascal
  pressure: { PAL: 1, '74': 1e-3, B96: 1e-6, H75: 10, A97: 100, KPA: 1e3, MPA: 1e6, A89: 1e9, BAR: 1e5, MBR: 100, B85: 0.1, HBA: 1e7, KBA: 1e8, ATM: 101_325, ATT: gravity * 1e4, C55: 1, C56: 1e6, E01: 1e4,
    PS: poundForce / inch ** 2, K85: poundForce / foot ** 2, N20: (1e3 * poundForce) / inch ** 2, E42: gravity * 1e4, E41: gravity * 1e6, K31: gravity * 10, B40: gravity, UA: 101_325 / 760, HN: 133.322387415, H78: gravity * 10, HP: gravity,
    N23: gravity * 1e3 },
  // pascal second
  dynamicViscosity: { C65: 1, C24: 1e-3, N36: 1, N37: 1, '89': 0.1, C7: 1e-3, J32: 1e-7, N38: 1 / minute, N40: 1 / hour, N41: 0.1 },
  // square metre per second
  kinematicViscosity: { S4: 1, C17: 1e-6, '91': 1e-4, '4C': 1e-6, M81: 1e-4, S3: foot ** 2, G08: inch ** 2, M79: foot ** 2 / hour },
  // newton per metre
  surfaceTension: { '4P': 1, C22: 1e-3, M23: 100, N31: 1e3, DX: 1e-3, F17: poundForce / foot, F48: poundForce / inch },
  // joule
  energy: { JOU: 1, C15: 1e-3, A70: 1e-15, A13: 1e-18, KJO: 1e3, '3B': 1e6, GV: 1e9, D30: 1e12, C68: 1e15, A68: 1e18, WHR: hour, KWH: 1e3 * hour, MWH: 1e6 * hour, GWH: 1e9 * hour, D32: 1e12 * hour, J55: 1, BTU: btu,
    A53: 1.602176634e-19, B29: 1.602176634e-16, B71: 1.602176634e-13, A85: 1.602176634e-10, D70: 4.1868, E14: 4186.8, D35: 4.184, K53: 4184, '85': poundForce * foot, A57: 1e-7 },
  // watt
  power: { WTT: 1, C75: 1e-12, C49: 1e-9, D80: 1e-6, C31: 1e-3, KWT: 1e3, MAW: 1e6, A90: 1e9, D31: 1e12, P14: 1, P18: 1e3, P15: 1 / minute, P16: 1 / hour, HJ: 75 * gravity, A25: 75 * gravity, N12: 75 * gravity, K43: 746,
    A74: poundForce * foot, '2I': btu / hour, J44: btu / minute, J45: btu },
  // watt per square metre
  irradiance: { D54: 1, C32: 1e-3, D85: 1e-6, C76: 1e-12, N48: 1e4, N49: 1 / inch ** 2 },
  // watt per steradian
  radiantIntensity: { D57: 1 },
  // kilogram per second
  massFlowRate: { KGS: 1, F29: 1e-3, F34: 1e-6, F31: 1 / minute, F28: 1e-3 / minute, F33: 1e-6 / minute, E93: 1 / hour, F27: 1e-3 / hour, '4M': 1e-6 / hour, F30: 1 / day, F26: 1e-3 / day, F32: 1e-6 / day, L81: 1e3, L78: 1e3 / minute,
    E18: 1e3 / hour, L71: 1e3 / day, K81: pound, K78: pound / minute, '4U': pound / hour, K66: pound / day },
  // cubic metre per second
  volumeFlowRate: { MQS: 1, MQH: 1 / hour, G53: 1 / minute, G52: 1 / day, '40': 1e-6, '41': 1e-6 / minute, G55: 1e-6 / hour, G54: 1e-6 / day, '2J': 1e-6, G49: 1e-6 / minute, G48: 1e-6 / hour, G47: 1e-6 / day, G51: 1e-3, L2: 1e-3 / minute,
    LD: 1e-3 / day, J93: 1e-3, J92: 1e-3 / minute, E92: 1e-3 / hour, J90: 1e-3 / day, '4X': 1 / hour, '2K': foot ** 3 / hour, '2L': foot ** 3 / minute, G2: gallonUS / minute, G3: gallonUK / minute, G50: gallonUS / hour },
  // kelvin; what has a zero of its own is in unitOffsets
  temperature: { KEL: 1, CEL: 1, FAH: 5 / 9, A48: 5 / 9 },
  // ampere
  current: { AMP: 1, H38: 1e6, B22: 1e3, '4K': 1e-3, B84: 1e-6, C39: 1e-9, C70: 1e-12 },
  // ampere per square metre
  currentDensity: { A41: 1, B66: 1e6, A7: 1e6, A4: 1e4, B23: 1e3 },
  // coulomb
  charge: { COU: 1, A8: 1, AMH: hour, TAH: 1e3 * hour, E09: 1e-3 * hour, N95: minute, D77: 1e6, B26: 1e3, D86: 1e-3, B86: 1e-6, C40: 1e-9, C71: 1e-12 },
  // volt
  voltage: { VLT: 1, B78: 1e6, KVT: 1e3, '2Z': 1e-3, D82: 1e-6, N99: 1e-12 },
  // volt per metre
  fieldStrength: { D50: 1, D51: 1e3, B79: 1e6, B55: 1e3, D47: 100, C30: 1e-3, C3: 1e-6, H23: 1 / inch },
  // farad
  capacitance: { FAR: 1, C10: 1e-3, '4O': 1e-6, C41: 1e-9, '4T': 1e-12, H48: 1e-18, N90: 1e3 },
  // ohm
  resistance: { OHM: 1, H44: 1e12, A87: 1e9, B75: 1e6, B49: 1e3, E45: 1e-3, B94: 1e-6, P22: 1e-9 },
  // ohm metre
  resistivity: { C61: 1, A88: 1e9, B76: 1e6, B50: 1e3, C60: 1e-2, C23: 1e-3, B95: 1e-6, C46: 1e-9, M24: 1e3 },
  // siemens
  conductance: { SIE: 1, B53: 1e3, C27: 1e-3, B99: 1e-6, N92: 1e-12, NQ: 1, NR: 1e-6 },
  // siemens per metre
  conductivity: { D10: 1, H43: 100, H61: 1e-1, G42: 1e-4, G43: 1e-6, G45: 1e-9, G44: 1e-7, B77: 1e6, B54: 1e3, L42: 1e-12 },
  // tesla
  magneticFluxDensity: { D33: 1, C29: 1e-3, D81: 1e-6, C48: 1e-9, P13: 1e3, P12: 1e-9 },
  // weber
  magneticFlux: { WEB: 1, C33: 1e-3, P11: 1e3 },
  // weber per metre
  magneticVectorPotential: { D59: 1, B56: 1e3, D60: 1e3 },
  // henry
  inductance: { '81': 1, P24: 1e3, C14: 1e-3, B90: 1e-6, C43: 1e-9, C73: 1e-12 },
  // candela
  luminousIntensity: { CDL: 1, P33: 1e3, P34: 1e-3 },
  // lumen
  luminousFlux: { LUM: 1 },
  // candela per square metre
  luminance: { A24: 1, P31: 1e4, P28: 1 / inch ** 2, P32: 1 / foot ** 2, P29: 1 / (Math.PI * foot ** 2), P30: 1e4 / Math.PI },
  // lux
  illuminance: { LUX: 1, B60: 1, KLX: 1e3, P25: 1 / foot ** 2, P26: 1e4, P27: 1 / foot ** 2 },
  // mole
  amountOfSubstance: { C34: 1, B45: 1e3, C18: 1e-3, FH: 1e-6, Z9: 1e-9 },
  // mole per cubic metre
  molarConcentration: { C36: 1, C38: 1e3, C35: 1e3, B46: 1e3, M33: 1 },
  // mole per kilogram
  molality: { C19: 1, D87: 1e-3, H68: 1, P47: 1e3 },
  // kilogram per mole
  molarMass: { D74: 1, A94: 1e-3, F24: 1e-3 },
  // cubic metre per mole
  molarVolume: { A40: 1, A37: 1e-3, A36: 1e-6, B58: 1e-3 },
  // joule per mole
  molarEnergy: { B15: 1, B44: 1e3 },
  // becquerel
  radioactivity: { BQL: 1, '2Q': 1e3, '4N': 1e6, GBQ: 1e9, H08: 1e-6, CUR: 3.7e10, MCU: 3.7e7, M5: 3.7e4, '2R': 3.7e13 },
  // gray
  absorbedDose: { A95: 1, C13: 1e-3, C80: 1e-2 },
  // gray per second
  absorbedDoseRate: { A96: 1, P54: 1e-3, P55: 1e-6, P56: 1e-9, P57: 1 / minute, P58: 1e-3 / minute, P59: 1e-6 / minute, P60: 1e-9 / minute, P61: 1 / hour, P62: 1e-3 / hour, P63: 1e-6 / hour, P64: 1e-9 / hour },
  // sievert
  doseEquivalent: { D13: 1, C28: 1e-3, D91: 1e-2, L31: 1e-5 },
  // sievert per second
  doseEquivalentRate: { P65: 1, P66: 1e-3, P67: 1e-6, P68: 1e-9, P69: 1e-2, P70: 1 / hour, P71: 1e-3 / hour, P72: 1e-6 / hour, P73: 1e-9 / hour, P74: 1 / minute, P75: 1e-3 / minute, P76: 1e-6 / minute, P77: 1e-9 / minute },
  // coulomb per kilogram
  exposure: { CKG: 1, C8: 1e-3, '2C': 2.58e-4, '2Y': 2.58e-7, KR: 2.58e-1 },
  // bit
  memory: { A99: 1, AD: 8, '2P': 8e3, '4L': 8e6, E34: 8e9, E35: 8e12, E36: 8e15, E64: 8 * 2 ** 10, E63: 8 * 2 ** 20, E62: 8 * 2 ** 30, E61: 8 * 2 ** 40 },
  // reciprocal metre
  wavenumber: { C92: 1, E90: 100 },
};

/** What is added after the factor: zero of the scale, in the base unit. */
export const unitOffsets: Readonly<Record<string, number>> = { CEL: 273.15, FAH: (459.67 * 5) / 9 };
