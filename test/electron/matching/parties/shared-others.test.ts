import { describe, expect, it } from 'vitest';
import { dedupeParties } from '../../../../electron/matching/parties/link-parties.ts';

const GIVEN = [
  'Anna',
  'Bjorn',
  'Carla',
  'Dmitri',
  'Elena',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Katrin',
  'Luca',
];
const HOMES = 120;
const letters = (number: number) =>
  Array.from({ length: 6 }, (_, at) => String.fromCharCode(97 + ((number * 31 + at * at * 7 + number * at) % 26))).join(
    '',
  );

/** Couples, each at a flat of its own; the first of every third one is there twice, once with a slip of the pen. */
function couples(flatOf: (home: number, person: number) => string) {
  const rows: { cells: string[]; home: number }[] = [];
  for (let home = 0; home < HOMES; home += 1) {
    const place = [`${letters(home)} street`, `${letters(home + 500)}ton`, String(20_000 + home * 7)];
    const family = letters(home + 900);
    for (const person of [0, 1]) {
      const given = GIVEN[(home * 5 + person * 7) % GIVEN.length] ?? '';
      const born = `19${40 + ((home * 3 + person * 11) % 50)}0${1 + ((home + person) % 9)}1${(home * 7 + person * 3) % 10}`;
      const cells = [given, family, ...place, born, flatOf(home, person)];
      rows.push({ cells, home });
      if (person === 0 && home % 3 === 0) rows.push({ cells: [given, `${family}x`, ...cells.slice(2)], home });
    }
  }
  const column = (at: number) => rows.map(({ cells }) => cells[at] ?? '');
  const [givenName, familyName, street, city, postalCode, birthDate] = [0, 1, 2, 3, 4, 5].map(column);
  const fields = { givenName, familyName, street, city, postalCode, birthDate };
  const given = givenName ?? [];
  return {
    rows,
    given,
    parties: { count: rows.length, fields: fields as Record<string, string[]>, other: [column(6)] },
  };
}

describe('columns without a name, in a file that is looked through for doubles', () => {
  it('belong to the place where those who live together have the same: couples are not one person', () => {
    const { rows, given, parties } = couples((home) => `flat ${home * 3 + 1}`);
    const found = dedupeParties(parties);
    expect(found.model.columns['other1']?.isShared).toBe(true);
    let [doubles, couplesTaken] = [0, 0];
    for (let one = 0; one < rows.length; one += 1)
      for (let other = one + 1; other < rows.length && rows[other]?.home === rows[one]?.home; other += 1)
        if (found.scoreOf(one, other) >= 0.5)
          if (given[one] === given[other]) doubles += 1;
          else couplesTaken += 1;
    expect([doubles, couplesTaken]).toEqual([HOMES / 3, 0]);
  });

  it('belong to the person where each has another, whoever lives together', () => {
    const { parties } = couples((home, person) => String(1_000_003 + home * 7_919 + person * 104_729));
    expect(dedupeParties(parties).model.columns['other1']?.isShared).toBe(false);
  });
});
