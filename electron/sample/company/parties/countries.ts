import type { Random } from '../random.ts';

/** What is usual in a country; `#` in a pattern is a digit. Telephone numbers are of ranges kept for fiction where a country has one. */
export interface Country {
  /** ISO 3166 alpha-2, as Stripe writes it. */
  readonly code: string;
  /** ISO 3166 alpha-3, as PeopleSoft writes it. */
  readonly alpha3: string;
  readonly forms: readonly [string, ...string[]];
  readonly streets: readonly [string, ...string[]];
  /** Whether the house number stands before the street. */
  readonly numberFirst: boolean;
  /** City, region and the pattern of its postal codes. */
  readonly cities: readonly [readonly [string, string | null, string], ...(readonly [string, string | null, string])[]];
  readonly dial: string;
  /** National number without its trunk zero, in the groups people write. */
  readonly phone: string;
  readonly trunk: string;
  readonly tax: { readonly type: string; readonly pattern: string };
}

const ENGLISH = [
  'Main Street',
  'Church Street',
  'Park Avenue',
  'Mill Road',
  'Harbor Drive',
  'Station Road',
  'Second Avenue',
  'Lake Boulevard',
] as const;
const GERMAN = ['Hauptstraße', 'Bahnhofstraße', 'Am Alten Markt', 'Königsallee', 'Schillerplatz', 'Mühlenweg'] as const;

const COUNTRIES = {
  US: {
    code: 'US',
    alpha3: 'USA',
    forms: ['Inc.', 'LLC', 'Corp.', 'Ltd.', 'Co.'],
    streets: ENGLISH,
    numberFirst: true,
    cities: [
      ['New York', 'NY', '100##'],
      ['Boston', 'MA', '021##'],
      ['Austin', 'TX', '787##'],
      ['Saint Louis', 'MO', '631##'],
      ['San José', 'CA', '951##'],
    ],
    dial: '1',
    phone: '21# 555 01##',
    trunk: '',
    tax: { type: 'us_ein', pattern: '##-#######' },
  },
  CA: {
    code: 'CA',
    alpha3: 'CAN',
    forms: ['Inc.', 'Ltd.', 'Corp.', 'Ltée'],
    streets: ['King Street', 'Queen Street', 'Rue Saint-Denis', 'Dundas Street', 'Boulevard Laurier'],
    numberFirst: true,
    cities: [
      ['Toronto', 'ON', 'M5V #H#'],
      ['Montréal', 'QC', 'H2X #Y#'],
    ],
    dial: '1',
    phone: '416 555 01##',
    trunk: '',
    tax: { type: 'ca_gst_hst', pattern: '#########RT0001' },
  },
  GB: {
    code: 'GB',
    alpha3: 'GBR',
    forms: ['Ltd', 'PLC', 'LLP'],
    streets: ['High Street', 'Station Road', 'Church Lane', 'Victoria Square'],
    numberFirst: true,
    cities: [
      ['London', null, 'EC# #AB'],
      ['Leeds', null, 'LS# #DN'],
    ],
    dial: '44',
    phone: '20 7946 0###',
    trunk: '0',
    tax: { type: 'gb_vat', pattern: 'GB#########' },
  },
  JP: {
    code: 'JP',
    alpha3: 'JPN',
    forms: ['K.K.', 'Co., Ltd.', 'G.K.'],
    streets: ['Marunouchi', 'Kita-Aoyama', 'Umeda'],
    numberFirst: true,
    cities: [
      ['Tōkyō', null, '100-####'],
      ['Ōsaka', null, '530-####'],
    ],
    dial: '81',
    phone: '3 5555 ####',
    trunk: '0',
    tax: { type: 'jp_trn', pattern: 'T#############' },
  },
  DE: {
    code: 'DE',
    alpha3: 'DEU',
    forms: ['GmbH', 'AG', 'KG', 'GmbH & Co. KG', 'UG', 'e.K.'],
    streets: GERMAN,
    numberFirst: false,
    cities: [
      ['Berlin', null, '10###'],
      ['München', null, '80###'],
      ['Köln', null, '50###'],
      ['Nürnberg', null, '90###'],
    ],
    dial: '49',
    phone: '30 23125 ###',
    trunk: '0',
    tax: { type: 'eu_vat', pattern: 'DE#########' },
  },
  AT: {
    code: 'AT',
    alpha3: 'AUT',
    forms: ['GmbH', 'Ges.m.b.H.', 'OG', 'AG'],
    streets: GERMAN,
    numberFirst: false,
    cities: [
      ['Wien', null, '10##'],
      ['Graz', null, '80##'],
    ],
    dial: '43',
    phone: '1 5550 ###',
    trunk: '0',
    tax: { type: 'eu_vat', pattern: 'ATU########' },
  },
  CH: {
    code: 'CH',
    alpha3: 'CHE',
    forms: ['AG', 'GmbH', 'SA', 'Sàrl'],
    streets: ['Bahnhofstrasse', 'Rue du Rhône', 'Seestrasse', 'Via Nassa'],
    numberFirst: false,
    cities: [
      ['Zürich', null, '80##'],
      ['Genève', null, '12##'],
    ],
    dial: '41',
    phone: '44 555 ## ##',
    trunk: '0',
    tax: { type: 'ch_vat', pattern: 'CHE-###.###.###' },
  },
  FR: {
    code: 'FR',
    alpha3: 'FRA',
    forms: ['SARL', 'SAS', 'S.A.', 'EURL'],
    streets: ['Rue de la République', 'Avenue Jean Jaurès', 'Place du Marché', 'Boulevard Voltaire'],
    numberFirst: true,
    cities: [
      ['Paris', null, '750##'],
      ['Saint-Étienne', null, '420##'],
    ],
    dial: '33',
    phone: '1 99 00 ## ##',
    trunk: '0',
    tax: { type: 'eu_vat', pattern: 'FR###########' },
  },
  NL: {
    code: 'NL',
    alpha3: 'NLD',
    forms: ['B.V.', 'N.V.', 'VOF'],
    streets: ['Kerkstraat', 'Stationsplein', 'Herengracht'],
    numberFirst: false,
    cities: [
      ['Amsterdam', null, '10## AB'],
      ["'s-Hertogenbosch", null, '52## CD'],
    ],
    dial: '31',
    phone: '20 555 ####',
    trunk: '0',
    tax: { type: 'eu_vat', pattern: 'NL#########B0#' },
  },
  IT: {
    code: 'IT',
    alpha3: 'ITA',
    forms: ['S.r.l.', 'S.p.A.', 'S.n.c.'],
    streets: ['Via Garibaldi', 'Corso Italia', 'Piazza della Libertà'],
    numberFirst: false,
    cities: [
      ['Milano', 'MI', '201##'],
      ['Forlì', 'FC', '471##'],
    ],
    dial: '39',
    phone: '02 5550 ####',
    trunk: '',
    tax: { type: 'eu_vat', pattern: 'IT###########' },
  },
  SE: {
    code: 'SE',
    alpha3: 'SWE',
    forms: ['AB', 'HB', 'KB'],
    streets: ['Drottninggatan', 'Storgatan', 'Östra Hamngatan'],
    numberFirst: false,
    cities: [
      ['Malmö', null, '211 ##'],
      ['Göteborg', null, '411 ##'],
    ],
    dial: '46',
    phone: '8 465 004 ##',
    trunk: '0',
    tax: { type: 'eu_vat', pattern: 'SE##########01' },
  },
  PL: {
    code: 'PL',
    alpha3: 'POL',
    forms: ['Sp. z o.o.', 'S.A.', 'Sp. k.'],
    streets: ['ul. Długa', 'ul. Świętojańska', 'al. Jerozolimskie'],
    numberFirst: false,
    cities: [
      ['Łódź', null, '90-###'],
      ['Kraków', null, '30-###'],
    ],
    dial: '48',
    phone: '22 555 ## ##',
    trunk: '',
    tax: { type: 'eu_vat', pattern: 'PL##########' },
  },
  ES: {
    code: 'ES',
    alpha3: 'ESP',
    forms: ['S.L.', 'S.A.', 'S.L.U.'],
    streets: ['Calle Mayor', 'Avenida de la Constitución', 'Plaza de España'],
    numberFirst: false,
    cities: [
      ['Madrid', null, '280##'],
      ['A Coruña', null, '150##'],
    ],
    dial: '34',
    phone: '910 555 ###',
    trunk: '',
    tax: { type: 'eu_vat', pattern: 'ESB########' },
  },
} as const satisfies Readonly<Record<string, Country>>;

export type CountryCode = keyof typeof COUNTRIES;

export const COUNTRY_CODES = Object.keys(COUNTRIES) as readonly CountryCode[];

export function countryOf(code: CountryCode): Country {
  return COUNTRIES[code];
}

/** A pattern with a digit for each `#`. */
export function filledPattern(pattern: string, random: Random): string {
  return pattern.replaceAll('#', () => String(random.below(10)));
}
