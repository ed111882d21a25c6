import type { DamageRates, NameDamage } from './parties/damage-rates.ts';
import { longForm, splitForm } from './parties/legal-forms.ts';
import { createRandom, type Random } from './random.ts';

/** PeopleSoft's names hold as many characters. */
const LONGEST = 40;
const MOST_TRIES = 12;

const ABBREVIATIONS: readonly (readonly [string, string])[] = [
  ['Logistics', 'Log.'],
  ['Services', 'Svcs'],
  ['Systems', 'Sys.'],
  ['Partners', 'Ptnrs'],
  ['Packaging', 'Pkg.'],
  ['Electric', 'Elec.'],
  ['Machines', 'Mach.'],
  ['Software', 'SW'],
  ['Printing', 'Print.'],
  ['Security', 'Sec.'],
  ['Furniture', 'Furn.'],
  ['Trading', 'Trdg'],
  ['Holding', 'Hldg'],
  ['International', "Int'l"],
  ['Mount', 'Mt'],
  ['Bridge', 'Brdg'],
  ['Square', 'Sq.'],
];
const GERMAN: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  ø: 'oe',
};
const NO_ACCENT: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L' };
/** Keys beside each other on the keyboard. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 's',
  b: 'v',
  c: 'x',
  d: 'f',
  e: 'r',
  f: 'g',
  g: 'h',
  h: 'j',
  i: 'o',
  j: 'k',
  k: 'l',
  l: 'k',
  m: 'n',
  n: 'm',
  o: 'p',
  p: 'o',
  q: 'w',
  r: 't',
  s: 'd',
  t: 'z',
  u: 'i',
  v: 'b',
  w: 'e',
  x: 'c',
  y: 'x',
  z: 'u',
};

/** The name with the accents of its letters gone, some of them written as two letters as Germans do. */
export function withoutAccents(name: string, letters: Readonly<Record<string, string>> = NO_ACCENT): string {
  const spelled = name.replaceAll(/\P{ASCII}/gu, (letter) => letters[letter] ?? NO_ACCENT[letter] ?? letter);
  return spelled.normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** UTF-8 read as if it were Latin-1: `MÃ¼ller`. */
export function mojibake(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A place inside the stem where a letter can be changed: never the first one. */
function inside(stem: string, random: Random): number {
  return random.between(1, Math.max(1, stem.length - 2));
}

function changed(name: string, change: (stem: string, form: string) => string): string {
  const { stem, form } = splitForm(name);
  return change(stem, form).trim();
}

function withForm(stem: string, form: string): string {
  return form === '' ? stem : `${stem} ${form}`;
}

const letterAt = (name: string, random: Random, put: (stem: string, at: number) => string): string =>
  changed(name, (stem, form) => withForm(put(stem, inside(stem, random)), form));

/** Each way of writing a name otherwise; one that does not apply gives the name back. */
const DAMAGES: Readonly<Record<NameDamage, (name: string, random: Random) => string>> = {
  legalFormDropped: (name) => splitForm(name).stem,
  legalFormLong: (name) => changed(name, (stem, form) => (form === '' ? stem : withForm(stem, longForm(form)))),
  legalFormComma: (name) => changed(name, (stem, form) => (form === '' ? stem : `${stem}, ${form}`)),
  legalFormOther: (name, random) =>
    changed(name, (stem, form) =>
      form === '' ? stem : withForm(stem, random.pick(['Group', 'Holding', '& Co.', 'Intl'])),
    ),
  upperCase: (name) => name.toUpperCase().replaceAll('.', ''),
  transliterated: (name) => withoutAccents(name, GERMAN),
  diacriticsLost: (name) => withoutAccents(name),
  mojibake,
  wordOrder: (name) =>
    changed(name, (stem, form) => {
      const [first = '', ...rest] = stem.split(' ');
      return rest.length === 0 ? withForm(stem, form) : `${rest.join(' ')} ${withForm(first, form)}`;
    }),
  abbreviated: (name) =>
    ABBREVIATIONS.reduce((text, [long, short]) => text.replace(new RegExp(`\\b${long}\\b`), short), name),
  wordDropped: (name) =>
    changed(name, (stem, form) => {
      const words = stem.split(' ');
      return words.length < 3 ? withForm(stem, form) : withForm(words.slice(0, -1).join(' '), form);
    }),
  joined: (name) => name.replace(' ', ''),
  hyphenated: (name) => name.replace(' ', '-'),
  lettersSwapped: (name, random) =>
    letterAt(
      name,
      random,
      (stem, at) => stem.slice(0, at) + (stem[at + 1] ?? '') + (stem[at] ?? '') + stem.slice(at + 2),
    ),
  letterMissing: (name, random) => letterAt(name, random, (stem, at) => stem.slice(0, at) + stem.slice(at + 1)),
  letterWrong: (name, random) =>
    letterAt(name, random, (stem, at) => stem.slice(0, at) + (NEIGHBOURS[stem[at] ?? ''] ?? 'e') + stem.slice(at + 1)),
  letterDoubled: (name, random) =>
    letterAt(name, random, (stem, at) => stem.slice(0, at) + (stem[at] ?? '') + stem.slice(at)),
  article: (name) => `The ${name}`,
  cutOff: (name, random) => name.slice(0, random.between(15, 24)).trim(),
};

export interface Spelled {
  readonly name: string;
  readonly damages: readonly NameDamage[];
}

/** How the other office writes names: by the rates of its company. Each spelling differs from the name and keeps within 40 characters. */
export function createSpelling(rates: DamageRates): (name: string, random: Random) => Spelled {
  return (name, random) => {
    const first = damagedOnce(name, rates, random);
    if (!random.chance(rates.share('damagedTwice'))) return first;
    const second = damagedOnce(first.name, rates, random);
    return second.name === name ? first : { name: second.name, damages: [...first.damages, ...second.damages] };
  };
}

function damagedOnce(name: string, rates: DamageRates, random: Random): Spelled {
  // A stream of its own, so that how many tries it takes changes nothing that is drawn afterwards.
  const tries = createRandom(random.bits());
  for (let n = 0; n < MOST_TRIES; n += 1) {
    const damage = rates.pickName(tries);
    const spelled = DAMAGES[damage](name, tries);
    if (spelled !== name && spelled.length <= LONGEST) return { name: spelled, damages: [damage] };
  }
  return { name: splitForm(name).stem.slice(0, -1), damages: ['letterMissing'] };
}
