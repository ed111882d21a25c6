import type { Chance } from '../chance.ts';
import type { Recorded } from './corpus.ts';

/** A damaged document. `refused`: nothing of it may be taken in; `same`: refused, or understood exactly as the whole one. */
export interface Mutant {
  readonly what: string;
  readonly text: string;
  readonly allowed: 'refused' | 'same';
}
type Mutator = (text: string, chance: Chance) => Mutant | null;

/** One damage to a recorded document, whose right reading is known by construction. */
export function mutate(recorded: Recorded, chance: Chance): Mutant {
  const mutators = recorded.form === 'json' ? JSON_MUTATORS : XML_MUTATORS;
  for (;;) {
    const mutant = chance.pick(mutators)(recorded.text, chance);
    if (mutant !== null) return mutant;
  }
}

const refused = (what: string, text: string): Mutant => ({ what, text, allowed: 'refused' });
const same = (what: string, text: string): Mutant => ({ what, text, allowed: 'same' });

/** Cut off anywhere inside the document: what is left is never well-formed. */
const cutOff: Mutator = (text, chance) => {
  const end = text.trimEnd().length;
  return refused('cut off', text.slice(0, 1 + chance.below(end - 1)));
};

/** One place a pattern is found at, replaced. */
function replaceOne(
  text: string,
  pattern: RegExp,
  chance: Chance,
  by: (found: RegExpExecArray) => string,
): string | null {
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return null;
  const found = chance.pick(places);
  return text.slice(0, found.index) + by(found) + text.slice(found.index + found[0].length);
}

const replacing =
  (
    what: string,
    allowed: Mutant['allowed'],
    pattern: RegExp,
    by: (found: RegExpExecArray, chance: Chance) => string,
  ): Mutator =>
  (text, chance) => {
    const changed = replaceOne(text, pattern, chance, (found) => by(found, chance));
    return changed === null || changed === text ? null : { what, text: changed, allowed };
  };

/** Spellings of a number that mean another one to somebody. */
const ODD_NUMBERS = [
  (digits: string) => `${digits},00`,
  (digits: string) => `1,${digits}`,
  (digits: string) => `${digits}e1`,
  (digits: string) => `0x${digits}`,
  (digits: string) => `${digits} USD`,
  (digits: string) => `(${digits})`,
  (digits: string) => `${digits}-`,
  (digits: string) => `--${digits}`,
  (digits: string) => `${digits}.0.1`,
  (digits: string) => `${digits.slice(0, 1)} ${digits.slice(1)}1`,
  () => '\uFF11\uFF12\uFF13',
  () => 'NaN',
  () => 'Infinity',
  () => '1e999',
  () => '123456789012345678901234567890',
] as const;

const BOMB = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]>`;
const EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>';

const withProlog = (text: string, prolog: string): string => prolog + text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '');

const XML_MUTATORS: readonly Mutator[] = [
  cutOff,
  replacing('an angle bracket missing', 'refused', /<(?=\/)/g, () => ''),
  replacing('an end tag of another name', 'refused', /<\/([A-Za-z][\w.:-]*)>/g, () => '</odd>'),
  replacing('an end tag missing', 'refused', /<\/[A-Za-z][\w.:-]*>/g, () => ''),
  replacing('a bare ampersand', 'refused', />(?=[^<]*<\/)/g, () => '>& '),
  replacing('an entity nobody declared', 'refused', />(?=[^<]*<\/)/g, () => '>&x;'),
  replacing(
    'a control character',
    'refused',
    />(?=[^<]*<\/)/g,
    (_found, chance) => `>${String.fromCharCode(1 + chance.below(8))}`,
  ),
  replacing('half a character', 'refused', />(?=[^<]*<\/)/g, () => '>\u0000'),
  (text) => refused('a second root', `${text.trimEnd()}<again/>`),
  (text) => refused('an entity bomb', withProlog(text, BOMB)),
  (text) => refused('an external entity', withProlog(text, EXTERNAL)),
  (text, chance) => refused('deep nesting', '<a>'.repeat(1_000 * (1 + chance.below(50))) + text),
  (text) => {
    const at = text.search(/<[A-Za-z][\w.:-]*(?=[\s/>])/);
    const name = /<[A-Za-z][\w.:-]*/.exec(text.slice(at))?.[0] ?? '';
    return refused(
      'a megabyte attribute',
      `${text.slice(0, at + name.length)} big="${'x'.repeat(1_048_576)}"${text.slice(at + name.length)}`,
    );
  },
  (text) => {
    const at = /<[A-Za-z][\w.:-]*/.exec(text);
    const many = Array.from({ length: 5_000 }, (_, n) => ` a${n}=""`).join('');
    return at === null
      ? null
      : refused(
          'thousands of attributes',
          text.slice(0, at.index + at[0].length) + many + text.slice(at.index + at[0].length),
        );
  },
  (text) => same('white space around', `\n  ${text.replace(/^\s*<\?xml[^>]*\?>/, '')}\n\n`),
  replacing('a comment', 'same', /<\/[A-Za-z][\w.:-]*>/g, (found) => `<!-- 999 -->${found[0]}`),
  // What is well-formed and wrong: rows and cells.
  replacing('a row twice', 'refused', /<row .*?<\/row>/g, (found) => found[0] + found[0]),
  replacing('a row missing', 'refused', /<row .*?<\/row>/g, () => ''),
  replacing(
    'a cell missing',
    'refused',
    /<(A\.[A-Z_]*(?:AMT|CURRENCY|STATUS|ID|DT)|C\.REF_(?:ITEM|AMT|CUST_ID))>[^<]*(?:<!\[CDATA\[.*?\]\]>)?<\/\1>/g,
    () => '',
  ),
  replacing(
    'a cell twice with another value',
    'refused',
    /<([AC]\.[A-Z_]*AMT)>([\d.]+)<\/\1>/g,
    (found) => `${found[0]}<${found[1]}>9${found[2]}</${found[1]}>`,
  ),
  replacing('an odd amount', 'same', /(?<=<[AC]\.[A-Z_]*AMT>)[\d.]+(?=<)/g, (found, chance) =>
    chance.pick(ODD_NUMBERS)(found[0]),
  ),
  replacing('a state nobody knows', 'refused', /(?<=_STATUS><!\[CDATA\[)[A-Z](?=\])/g, (_found, chance) =>
    chance.pick(['X', 'PP', 'posted', '?', '0']),
  ),
  replacing('a day that is none', 'refused', /(?<=_DT>)\d{4}-\d\d-\d\d(?=<)/g, (_found, chance) =>
    chance.pick(['2026-02-30', '10/05/2026', '2026-13-01', '20261005', 'today']),
  ),
  // And of an answer: whether it was saved.
  replacing('notification neither 0 nor 1', 'refused', /(?<=notification>)[01](?=<)/g, (_found, chance) =>
    chance.pick(['2', '', 'true', '1.0', '10', '-1', 'yes']),
  ),
  replacing(
    'saved and not saved',
    'refused',
    /<((?:m38:)?)notification>([01])<\/\1notification>/g,
    (found) => `${found[0]}<${found[1]}notification>${found[2] === '1' ? '0' : '1'}</${found[1]}notification>`,
  ),
  replacing(
    'another service answers',
    'refused',
    /(?<=<(?:m38:)?)Create__CompIntfc__\w+Response|CIFault(?= xmlns)/g,
    () => 'Update__Odd',
  ),
];

const JSON_MUTATORS: readonly Mutator[] = [
  cutOff,
  (text, chance) => {
    const places = structure(text);
    const at = places.length === 0 ? undefined : chance.pick(places);
    return at === undefined ? null : refused('a sign missing', text.slice(0, at) + text.slice(at + 1));
  },
  (text, chance) => {
    const places = structure(text);
    const at = places.length === 0 ? undefined : chance.pick(places);
    return at === undefined
      ? null
      : refused('a sign twice', text.slice(0, at) + text.slice(at, at + 1) + text.slice(at));
  },
  (text, chance) => refused('something behind it', text + chance.pick(['{}', 'x', ',', '<html>', '\u0000'])),
  (text) => refused('a web page', `<!DOCTYPE html><html><body>${text}</body></html>`),
  (text) => refused('deep nesting', '['.repeat(200_000) + text),
  replacing(
    'a control character',
    'refused',
    /"(?=[A-Za-z])/g,
    (_found, chance) => `"${String.fromCharCode(1 + chance.below(8))}`,
  ),
  (text) => same('white space around', `\n  ${text}\n\n`),
  replacing('a row twice', 'refused', /\{"attr:rownumber".*?\}/g, (found) => `${found[0]},${found[0]}`),
  replacing('a row missing', 'refused', /\{"attr:rownumber".*?\},/g, () => ''),
  replacing(
    'a cell missing',
    'refused',
    /"(?:A\.[A-Z_]*(?:AMT|CURRENCY|STATUS|ID|DT)|C\.REF_(?:ITEM|AMT|CUST_ID))":"[^"]+",/g,
    () => '',
  ),
  replacing(
    'a cell twice with another value',
    'refused',
    /"([AC]\.[A-Z_]*AMT)":"([\d.]+)"/g,
    (found) => `${found[0]},"${found[1]}":"9${found[2]}"`,
  ),
  replacing('an odd amount', 'same', /(?<="[AC]\.[A-Z_]*AMT":")[\d.]+(?=")/g, (found, chance) =>
    chance.pick(ODD_NUMBERS)(found[0]),
  ),
  replacing('a state nobody knows', 'refused', /(?<=_STATUS":")[A-Z](?=")/g, (_found, chance) =>
    chance.pick(['X', 'PP', 'posted', '?', '0']),
  ),
  replacing('a day that is none', 'refused', /(?<=_DT":")\d{4}-\d\d-\d\d(?=")/g, (_found, chance) =>
    chance.pick(['2026-02-30', '10/05/2026', '2026-13-01', '20261005', 'today']),
  ),
  // Stripe's own objects.
  replacing('an amount that is none', 'refused', /(?<="amount(?:_captured)?":)\d+/g, (found, chance) =>
    chance.pick([`"${found[0]}"`, `${found[0]}.5`, '1e400', 'null', `-${found[0]}`, '[]', 'true', '9007199254740993']),
  ),
  replacing('a state nobody knows', 'refused', /"status":"succeeded"/g, (_found, chance) =>
    chance.pick(['"status":"odd"', '"status":1', '"status":null', '"state":"succeeded"']),
  ),
  replacing('a currency nobody knows', 'refused', /"currency":"usd"/g, (_found, chance) =>
    chance.pick(['"currency":"us"', '"currency":"zzz"', '"currency":null', '"currency":"usdx"', '"currency":""']),
  ),
  replacing('the other mode', 'refused', /"livemode":false/g, () => '"livemode":true'),
];

/** Places of signs that hold a JSON document together: without any of them, or with one twice, it is none. */
function structure(text: string): number[] {
  const places: number[] = [];
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inString && sign === '\\') at += 1;
    else if (sign === '"') {
      inString = !inString;
      places.push(at);
    } else if (!inString && sign !== undefined && '{}[]:,'.includes(sign)) places.push(at);
  }
  return places;
}
