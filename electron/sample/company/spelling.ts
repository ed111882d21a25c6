import type { Random } from './random.ts';

const LONG_FORMS: Readonly<Record<string, string>> = {
  'Inc.': 'Incorporated',
  LLC: 'L.L.C.',
  'Corp.': 'Corporation',
  'Ltd.': 'Limited',
  'Co.': 'Company',
  GmbH: 'Ges.m.b.H.',
  AG: 'Aktienges.',
  KG: 'K.G.',
  'S.A.': 'SA',
};

function lastSpace(name: string): number {
  return name.lastIndexOf(' ');
}

/** Ways in which two offices write the same company; each always changes the name and keeps it within PeopleSoft's 40 characters. */
const SPELLINGS: readonly [(name: string, random: Random) => string, ...((name: string, random: Random) => string)[]] =
  [
    (name) => name.toUpperCase().replaceAll('.', ''),
    (name) => name.slice(0, lastSpace(name)),
    (name) => `${name.slice(0, lastSpace(name))}, ${name.slice(lastSpace(name) + 1)}`,
    (name) => `${name.slice(0, lastSpace(name))} ${LONG_FORMS[name.slice(lastSpace(name) + 1)] ?? 'Company'}`,
    (name) => name.replace(' ', ''),
    (name) => name.replace(' ', '-'),
    transposed,
    (name, random) => {
      const at = random.between(1, 3);
      return name.slice(0, at) + name.slice(at + 1);
    },
    (name) => `The ${name}`,
  ];

function transposed(name: string): string {
  for (let at = 1; at < name.length - 2; at += 1) {
    const left = name[at] ?? '';
    const right = name[at + 1] ?? '';
    if (left !== right && /[a-z]/.test(left) && /[a-z]/.test(right))
      return name.slice(0, at) + right + left + name.slice(at + 2);
  }
  return name.toUpperCase();
}

const LONGEST = 40;

/** The same company as the other office would write it. */
export function respell(name: string, random: Random): string {
  const spelled = random.pick(SPELLINGS)(name, random);
  return spelled.length <= LONGEST && spelled !== name ? spelled : name.slice(0, lastSpace(name));
}
