import { opaque } from '../identifiers.ts';
import type { Random } from '../random.ts';
import { countryOf } from './countries.ts';
import type { DamageRates, DamageShare } from './damage-rates.ts';
import { mailbox, slug, type PartyAddress, type PartyRecord, type TrueParty } from './party-record.ts';

/** One system's view of a party, and in which ways it is not as the party truly is. */
export interface RecordView {
  readonly record: PartyRecord;
  readonly damages: readonly string[];
}

const FREE_MAIL = ['gmail.com', 'outlook.com', 'yahoo.com', 'gmx.de', 'web.de', 'orange.fr', 'libero.it'] as const;
const STREET_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bStreet\b/, 'St.'],
  [/\bAvenue\b/, 'Ave'],
  [/\bRoad\b/, 'Rd'],
  [/\bDrive\b/, 'Dr.'],
  [/\bBoulevard\b/, 'Blvd'],
  [/\bSquare\b/, 'Sq'],
  [/straße\b/, 'str.'],
  [/strasse\b/, 'str.'],
  [/\bCalle\b/, 'C/'],
  [/\bAvenida\b/, 'Avda.'],
  [/\bRue\b/, 'R.'],
  [/\bPiazza\b/, 'P.za'],
  [/\bSaint\b/, 'St'],
];

/** What Stripe knows of a party: what somebody typed at a checkout. */
export function stripeView(party: TrueParty, rates: DamageRates, random: Random): RecordView {
  const damages: string[] = [];
  const share = rates.share;
  const whole = random.chance(share('stripeAddress')) ? viewAddress(party, rates, random, damages) : null;
  const postalOnly = random.chance(share('stripePostalOnly'))
    ? { ...party.address, line1: '', line2: null, city: '' }
    : null;
  if (whole === null) damages.push(postalOnly === null ? 'addressAbsent' : 'addressPostalOnly');
  const record: PartyRecord = {
    address: whole ?? postalOnly,
    email: viewEmail(party, rates, random, damages),
    phone: random.chance(share('stripePhone')) ? writtenPhone(party, random) : null,
    taxId: random.chance(share('stripeTaxId')) ? viewTaxId(party, rates, random, damages) : null,
  };
  return { record, damages };
}

/** What PeopleSoft knows of it: what the master data office keyed, some years ago. */
export function bookView(party: TrueParty, rates: DamageRates, random: Random): RecordView {
  const damages: string[] = [];
  const share = rates.share;
  const record: PartyRecord = {
    address: random.chance(share('bookAddress')) ? viewAddress(party, rates, random, damages) : null,
    email: random.chance(share('bookEmail'))
      ? mailbox(random.pick(['ap', 'invoices', 'office']), party.domain, random)
      : null,
    phone: random.chance(share('bookPhone')) ? writtenPhone(party, random) : null,
    taxId: random.chance(share('bookTaxId')) ? viewTaxId(party, rates, random, damages) : null,
  };
  return { record, damages };
}

/** Each kind of carelessness in turn; one that leaves this address as it is, is none. */
const ADDRESS_DAMAGES: readonly (readonly [DamageShare, (address: PartyAddress, random: Random) => PartyAddress])[] = [
  [
    'streetAbbreviated',
    (address) => ({ ...address, line1: abbreviated(address.line1), city: abbreviated(address.city) }),
  ],
  ['addressPartMissing', withoutPart],
  ['addressTypo', (address) => ({ ...address, line1: swapped(address.line1) })],
  [
    'addressUpperCase',
    (address) => ({ ...address, line1: address.line1.toUpperCase(), city: address.city.toUpperCase() }),
  ],
];

function viewAddress(party: TrueParty, rates: DamageRates, random: Random, damages: string[]): PartyAddress {
  const isOld = random.chance(rates.share('addressOld'));
  if (isOld) damages.push('addressOld');
  let address = isOld ? party.oldAddress : party.address;
  for (const [kind, damage] of ADDRESS_DAMAGES) {
    if (!random.chance(rates.share(kind))) continue;
    const damaged = damage(address, random);
    if (JSON.stringify(damaged) !== JSON.stringify(address)) damages.push(kind);
    address = damaged;
  }
  return address;
}

function abbreviated(text: string): string {
  return STREET_WORDS.reduce((done, [word, short]) => done.replace(word, short), text);
}

function withoutPart(address: PartyAddress, random: Random): PartyAddress {
  switch (random.below(3)) {
    case 0:
      return { ...address, line2: null, region: null };
    case 1:
      return { ...address, postalCode: '' };
    default:
      return { ...address, line1: address.line1.replaceAll(/\s*\d+\s*/g, ' ').trim() };
  }
}

/** Two letters in the middle changed over. */
function swapped(text: string): string {
  const at = Math.floor(text.length / 2);
  return text.slice(0, at - 1) + (text[at] ?? '') + (text[at - 1] ?? '') + text.slice(at + 1);
}

function viewEmail(party: TrueParty, rates: DamageRates, random: Random, damages: string[]): string {
  const kind = random.unit();
  const free = rates.share('emailFree');
  const group = free + rates.share('emailGroup');
  if (kind < free) {
    damages.push('emailFree');
    return `${slug(party.domain.replace('.example', '')).slice(0, 12)}.${opaque(random, 10).toLowerCase()}@${random.pick(FREE_MAIL)}`;
  }
  if (kind < group) {
    // Many companies are members of a group that has one mail domain.
    damages.push('emailGroup');
    return mailbox('accounts', `${party.domain.split('-')[0] ?? 'office'}-group.example`, random);
  }
  if (kind < group + rates.share('emailAgency')) {
    damages.push('emailAgency');
    return mailbox('clients', random.pick(['ledger-partners.example', 'kanzlei-weber.example']), random);
  }
  return mailbox('accounts', party.domain, random);
}

function writtenPhone(party: TrueParty, random: Random): string {
  const { dial, trunk } = countryOf(party.country);
  const digits = party.phone.replaceAll(' ', '');
  const [area = '', ...rest] = party.phone.split(' ');
  switch (random.below(6)) {
    case 0:
      return `+${dial} ${party.phone}`;
    case 1:
      return `+${dial}${digits}`;
    case 2:
      return `00${dial} ${party.phone}`;
    case 3:
      return `${trunk}${area}/${rest.join('-')}`;
    case 4:
      return `(${trunk}${area}) ${rest.join(' ')}`;
    default:
      return `${trunk}${digits}`;
  }
}

function viewTaxId(party: TrueParty, rates: DamageRates, random: Random, damages: string[]) {
  const { type } = party.taxId;
  let { value } = party.taxId;
  if (random.chance(rates.share('taxIdDigitWrong'))) {
    damages.push('taxIdDigitWrong');
    const at = value.search(/\d\D*$/);
    value = value.slice(0, at) + String((Number(value[at]) + random.between(1, 9)) % 10) + value.slice(at + 1);
  }
  if (random.chance(rates.share('taxIdWithoutPrefix'))) value = value.replace(/^[A-Z]{1,3}-?/, '');
  if (random.chance(rates.share('taxIdSpaced'))) value = value.replaceAll(/(\d{3})(?=\d)/g, '$1 ');
  return { type, value };
}
