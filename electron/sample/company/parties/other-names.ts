import type { Random } from '../random.ts';
import type { OtherName } from './damage-rates.ts';
import { splitForm } from './legal-forms.ts';

const GIVEN = ['Erika', 'James', 'Zoë', 'Søren', 'María', 'Jürgen', 'Agnieszka', 'Luca', 'Hannah', 'Yuki'] as const;
const FAMILY = [
  'Mustermann',
  'Smith',
  'Lefèvre',
  'Nielsen',
  'García',
  'Müller',
  'Wójcik',
  'Rossi',
  'Berg',
  'Tanaka',
] as const;
const DEPARTMENTS = ['Accounts Payable', 'Purchasing', 'Head Office', 'Branch North', 'IT'] as const;
/** What stands between two companies of one family, or of none. */
const FAMILY_WORDS = [
  'Trading',
  'Holding',
  'International',
  'Services',
  'Nord',
  'Property',
  'Group',
  'Europe',
] as const;

/** The same company under a name that is no spelling of its own; `another` is a name that nobody else has. */
export function otherNameOf(kind: OtherName, name: string, another: string, random: Random): string {
  const { stem, form } = splitForm(name);
  const [first = '', second = ''] = stem.split(' ');
  const [foreign = ''] = another.split(' ');
  switch (kind) {
    case 'tradingName':
      return random.chance(0.5) ? another : splitForm(another).stem;
    case 'renamed':
      return `${foreign} ${stem.split(' ').slice(1).join(' ')} ${form}`.trim();
    case 'merged':
      return `${first} ${second} & ${foreign} ${form}`.trim();
    case 'department':
      return `${stem} - ${random.pick(DEPARTMENTS)}`;
    case 'person':
      return `${random.pick(GIVEN)} ${random.pick(FAMILY)}`;
    case 'group':
      return `${foreign} Group`;
  }
}

const LONGEST = 40;

/** A company of nearly the same name that is another one: a word more, a word other, or another country's form. */
export function familyNameOf(name: string, foreignForm: string, random: Random): string {
  const { stem, form } = splitForm(name);
  const words = stem.split(' ');
  const more = `${stem} ${random.pick(FAMILY_WORDS)} ${form}`.trim();
  const other = [...words.slice(0, -1), random.pick(FAMILY_WORDS), form].join(' ').trim();
  const abroad = `${stem} ${foreignForm}`;
  const drawn = random.pick([more, other, abroad]);
  return [drawn, other, abroad].find((each) => each.length <= LONGEST && each !== name) ?? words.join(' ');
}
