import { createRandom, type Random } from '../../../../electron/sample/company/random.ts';
import { coined, mojibake, oneOf, plain, typo } from './damage.ts';
import type { LabelledParties } from './labelled.ts';
import { FORMS, GIVEN, INDUSTRIES, PLACES, SHORT, SURNAMES } from './words.ts';

type Language = keyof typeof INDUSTRIES;
const LANGUAGES: readonly Language[] = ['en', 'en', 'en', 'de', 'fr', 'es', 'it'];

export interface Organisation {
  readonly words: readonly string[];
  readonly form: string;
}

/** An organisation's true name, of one of many makes. */
export function trueName(random: Random): Organisation {
  const language = LANGUAGES[random.below(LANGUAGES.length)] ?? 'en';
  const trade = () => oneOf(INDUSTRIES[language], random);
  const surname = () => oneOf(SURNAMES, random);
  const forms = random.chance(0.12) ? FORMS.other : FORMS[language];
  const words: string[] = [];
  switch (random.below(8)) {
    case 0:
      words.push(surname(), trade());
      break;
    case 1:
      words.push(surname(), '&', surname());
      if (random.chance(0.5)) words.push(trade());
      break;
    case 2:
      words.push(coined(random), trade());
      break;
    case 3:
      words.push(coined(random));
      break;
    case 4:
      words.push(oneOf(PLACES, random), trade(), ...(random.chance(0.4) ? [trade()] : []));
      break;
    case 5:
      words.push(
        oneOf(
          [
            'First',
            'United',
            'Global',
            'Royal',
            'Nova',
            'Alpha',
            'Delta',
            'Blue',
            'Northern',
            'Premier',
            'Euro',
            'Trans',
          ],
          random,
        ),
        trade(),
        trade(),
      );
      break;
    case 6:
      words.push(oneOf(GIVEN, random), surname(), ...(random.chance(0.6) ? [trade()] : []));
      break;
    default:
      words.push(coined(random), coined(random), ...(random.chance(0.6) ? [trade()] : []));
  }
  return { words, form: random.chance(0.85) ? oneOf(forms, random) : '' };
}

export function written({ words, form }: Organisation): string {
  return [...words, ...(form === '' ? [] : [form])].join(' ');
}

/** How often each thing happens to a name; drawn anew for each seed. */
type Damage = (of: Organisation, random: Random) => Organisation;
const anyWord = (words: readonly string[], random: Random, change: (word: string) => string) => {
  const at = random.below(words.length);
  return words.map((word, place) => (place === at ? change(word) : word));
};
const DAMAGES: readonly (readonly [weight: number, Damage])[] = [
  [14, ({ words }) => ({ words, form: '' })],
  [8, ({ words }, random) => ({ words, form: oneOf([...FORMS.en, ...FORMS.de, ...FORMS.fr], random) })],
  [8, ({ words, form }) => ({ words: words.map((word) => word.toUpperCase()), form: form.toUpperCase() })],
  [8, ({ words, form }) => ({ words: words.map(plain), form: plain(form) })],
  [3, ({ words, form }) => ({ words: words.map(mojibake), form })],
  [12, ({ words, form }) => ({ words: words.map((word) => SHORT[word] ?? word), form })],
  [
    14,
    ({ words, form }, random) => ({
      words: anyWord(words, random, (word) => (word.length > 3 ? typo(word, random) : word)),
      form,
    }),
  ],
  [7, ({ words, form }) => (words.length < 2 ? { words, form } : { words: [...words.slice(1), words[0] ?? ''], form })],
  [9, ({ words, form }) => (words.length < 3 ? { words, form } : { words: words.slice(0, -1), form })],
  [
    4,
    ({ words, form }, random) =>
      words.length < 2 ? { words, form } : { words: words.filter((_, at) => at !== random.below(words.length)), form },
  ],
  [
    5,
    ({ words, form }) =>
      words.length < 2 ? { words, form } : { words: [words.slice(0, 2).join(''), ...words.slice(2)], form },
  ],
  [
    3,
    ({ words, form }) => ({
      words: words.map((word, at) => (at === 0 && word.length > 7 ? `${word.slice(0, 4)} ${word.slice(4)}` : word)),
      form,
    }),
  ],
  [3, ({ words, form }) => ({ words: [words.join('-')], form })],
  [4, ({ words, form }, random) => ({ words: [...words, oneOf(PLACES, random)], form })],
  [
    3,
    ({ words, form }, random) => ({
      words: [...words, oneOf(['Group', 'Holding', 'International', 'USA', 'Europe', 'Branch', 'Division'], random)],
      form,
    }),
  ],
  [
    2,
    ({ words, form }) =>
      words.length < 3
        ? { words, form }
        : {
            words: [
              words
                .map((word) => word.charAt(0))
                .join('')
                .replace('&', ''),
            ],
            form,
          },
  ],
  [3, ({ words, form }) => ({ words: ['The', ...words], form })],
  [3, ({ words, form }) => ({ words: words.map((word) => (word === '&' ? 'and' : word)), form })],
  [3, ({ words, form }) => (words.length === 1 ? { words, form } : { words: [words[0] ?? ''], form })],
];

export interface Carelessness {
  readonly weights: readonly number[];
  readonly mean: number;
}
/** The carelessness of a seed. */
export function carelessness(random: Random): Carelessness {
  return { weights: DAMAGES.map(([weight]) => weight * (0.3 + 1.5 * random.unit())), mean: 1.1 + random.unit() * 1.1 };
}

export function damaged(name: Organisation, { weights, mean }: Carelessness, random: Random): string {
  let result = name;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let times =
    Math.floor(mean) + (random.chance(mean % 1) ? 1 : 0) + (random.chance(0.3) ? 1 : 0) - (random.chance(0.3) ? 1 : 0);
  for (; times > 0; times -= 1) {
    let rest = random.unit() * total;
    for (const [at, weight] of weights.entries()) {
      rest -= weight;
      if (rest > 0) continue;
      result = DAMAGES[at]?.[1](result, random) ?? result;
      break;
    }
  }
  const text = written(result).trim();
  return text === '' ? written(name) : text;
}

/** Two files of organisation names, with sisters and near names that are others. */
export function organisations(seed: number, size = 0): LabelledParties {
  const random = createRandom(seed, 901);
  const care = carelessness(random);
  const count = size > 0 ? size : random.between(400, 2_400);
  const matched = 0.35 + random.unit() * 0.55;
  const sisters = random.unit() * 0.25;
  const left: string[] = [];
  const right: string[] = [];
  const truth: [number, number][] = [];
  for (let at = 0; at < count; at += 1) {
    const name = trueName(random);
    const inLeft = random.chance(0.9);
    if (inLeft) left.push(written(name));
    if (!inLeft || random.chance(matched)) {
      right.push(damaged(name, care, random));
      if (inLeft) truth.push([left.length - 1, right.length - 1]);
    }
    if (random.chance(sisters)) right.push(damaged(sister(name, random), care, random));
  }
  return {
    kind: 'organisations',
    left: { count: left.length, fields: { name: left } },
    right: { count: right.length, fields: { name: right } },
    truth,
  };
}

/** Another organisation with part of the name. */
export function sister({ words, form }: Organisation, random: Random): Organisation {
  const other = trueName(random);
  return random.chance(0.5)
    ? { words: [words[0] ?? '', ...other.words.slice(1)], form }
    : { words: [other.words[0] ?? '', ...words.slice(1)], form };
}
