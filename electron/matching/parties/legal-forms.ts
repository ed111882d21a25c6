/** Kinds of company, by who is liable and how it is held: forms of one kind are each other's translations. */
export type LegalKind = 'limited' | 'stock' | 'partnership' | 'limitedPartnership' | 'association' | 'sole' | 'state';

/** Written behind names in every country, and by companies of every kind. */
const ANYWHERE = '*';

/** Legal forms of one kind: spellings as folded words, by the countries that use them. A spelling with `!` is one only at the end or the front of a name. */
const TABLE: readonly (readonly [LegalKind, countries: string, spellings: string])[] = [
  ['limited', 'US', 'inc|incorporated|llc|corp|corporation|co!|company!|limited liability company|pllc|lc!'],
  [
    'limited',
    'GB IE IN SG HK AU NZ ZA CA',
    'ltd|limited|pvt ltd|private limited|pte ltd|pte|pty ltd|pty limited|proprietary limited|pty|pvt|unlimited!|cic!',
  ],
  ['stock', 'GB IE', 'plc|public limited company|dac!'],
  [
    'limited',
    'DE AT CH',
    'gmbh|mbh|ges mbh|gesmbh|gesellschaft mit beschrankter haftung|ug!|ug haftungsbeschrankt|haftungsbeschrankt|ggmbh',
  ],
  ['stock', 'DE AT CH', 'ag!|aktiengesellschaft|se!|kgaa'],
  [
    'limitedPartnership',
    'DE AT CH',
    'gmbh and co kg|gmbh co kg|ag and co kg|gmbh and co kgaa|gmbh and co ohg|kg!|kommanditgesellschaft',
  ],
  ['partnership', 'DE AT CH', 'ohg|gbr|partg|partg mbb|partgmbb'],
  ['partnership', ANYWHERE, 'und partner!|and partner!|and co!'],
  ['sole', 'DE AT CH', 'ek!|e k!|eingetragener kaufmann|inh!'],
  ['association', 'DE AT CH', 'ev!|e v!|eingetragener verein|eg!|genossenschaft!|stiftung!'],
  [
    'limited',
    'FR BE LU CH',
    'sarl|eurl|sasu|sas!|societe a responsabilite limitee|societe par actions simplifiee|srl|sprl',
  ],
  [
    'stock',
    'FR BE LU CH ES PT',
    'sa!|societe anonyme|sociedad anonima|sociedade anonima|sau!|nv!|naamloze vennootschap',
  ],
  ['partnership', 'FR', 'snc!|sci!|scop!|gie!|sca!'],
  [
    'limited',
    'ES PT LATAM',
    'sl!|slu!|sociedad limitada|sociedad de responsabilidad limitada|lda|ltda|limitada|s de rl|sde rl|s de rl de cv|srl de cv|unipessoal lda',
  ],
  ['stock', 'MX BR', 'sa de cv|s a de cv|sab de cv|sapi de cv|sociedad anonima de capital variable|s a!|eireli'],
  ['limited', 'IT', 'srl|srls|societa a responsabilita limitata|sapa!'],
  ['stock', 'IT', 'spa!|societa per azioni|s p a!'],
  ['partnership', 'IT', 'sas di!|snc!|sas!|societa cooperativa|scarl|soc coop|coop!'],
  ['limited', 'NL BE', 'bv!|b v!|besloten vennootschap|bvba|vof!|cv!|cvba'],
  ['stock', 'SE NO DK FI', 'ab!|publ!|aktiebolag|aktiebolaget|asa!|oyj|a s!|as!|aksjeselskap|aktieselskab'],
  [
    'limited',
    'SE NO DK FI',
    'aps|oy!|ks!|hb!|kb!|i s!|ivs!|osakeyhtio|ab oy|oy ab|anpartsselskab|enkeltpersonforetak|enk!',
  ],
  [
    'limited',
    'PL CZ SK HU RO BG HR SI RS',
    'sp zo o|sp z o o|sp z oo|sp zoo|spzoo|spolka z ograniczona odpowiedzialnoscia|sro!|spol s r o|s r o!|kft|korlatolt felelossegu tarsasag|ood|eood|doo|dooel|d o o',
  ],
  ['stock', 'PL CZ SK HU RO BG HR SI RS', 'spolka akcyjna|as!|a s!|zrt|nyrt|rt!|ad!|ead!|dd!|d d!|akciova spolecnost'],
  ['limitedPartnership', 'PL', 'sp k!|sp j!|spolka komandytowa|spolka jawna'],
  ['limited', 'RU UA BY KZ', 'ooo!|tov!|too!|obshchestvo s ogranichennoy otvetstvennostyu'],
  ['stock', 'RU UA BY KZ', 'oao!|zao!|pao!|ao!|pat!|prat!|aktsionernoe obshchestvo'],
  ['sole', 'RU UA', 'ip!|fop!|chp!'],
  ['limited', 'EE LV LT', 'ou!|osauhing|sia!|uab!'],
  ['stock', 'EE LV LT TR', 'aktsiaselts|ab!|anonim sirketi|as!|a s!'],
  ['limited', 'TR GR CY', 'ltd sti|limited sirketi|sti!|epe!|ike!|ee!'],
  ['stock', 'GR', 'ae!|a e!'],
  [
    'stock',
    'JP',
    'kk!|kabushiki kaisha|kabushiki gaisha|kabushikigaisha|zhushihuishe|zhu shi hui she|co ltd|company limited',
  ],
  ['limited', 'JP', 'yk!|yugen kaisha|gk!|godo kaisha|youxianhuishe'],
  ['limited', 'CN TW HK', 'youxiangongsi|gufenyouxiangongsi|co limited|co ltd'],
  ['limited', 'ID MY VN TH PH', 'pt!|pt tbk|tbk!|sdn bhd|sendirian berhad|cv!|cong ty tnhh'],
  ['stock', 'MY', 'bhd|berhad'],
  ['limited', 'AE SA', 'fze!|fzc!|fz llc|fzco|wll!|dmcc'],
  ['limitedPartnership', 'GB US', 'lp!|llp|lllp|limited partnership|limited liability partnership'],
  ['association', 'GB US', 'foundation!|trust!|npo!|assn!|asbl!|vzw!'],
  ['state', 'GB US CA', 'na!|n a!|national association|pc!|p c!|ulc!'],
];

export interface LegalForm {
  readonly kind: LegalKind;
  /** Those that use the spelling, of whatever kind. */
  readonly countries: Set<string>;
  /** Words of the spelling, joined by blanks. */
  readonly spelling: string;
  /** It may be a word of the name itself, so that it only counts at an end of it. */
  readonly onlyAtEnds: boolean;
}

const FORMS = new Map<string, LegalForm>();
let mostWords = 1;
for (const [kind, countries, spellings] of TABLE)
  for (const spelling of spellings.split('|')) {
    const onlyAtEnds = spelling.endsWith('!');
    const words = onlyAtEnds ? spelling.slice(0, -1) : spelling;
    const known = FORMS.get(words);
    if (known === undefined)
      FORMS.set(words, { kind, countries: new Set(countries.split(' ')), spelling: words, onlyAtEnds });
    else for (const country of countries.split(' ')) known.countries.add(country);
    mostWords = Math.max(mostWords, words.split(' ').length);
  }

/** Whether two forms cannot be those of one company: they are of different kinds, or no country has both. */
export function areOtherForms(one: LegalForm, other: LegalForm): boolean {
  if (one.countries.has(ANYWHERE) || other.countries.has(ANYWHERE)) return false;
  return one.kind !== other.kind || one.countries.isDisjointFrom(other.countries);
}

export interface SplitName {
  readonly words: readonly string[];
  /** Kind of the last legal form found; null when there is none. */
  readonly legal: LegalKind | null;
  /** That form itself. */
  readonly form: LegalForm | null;
}

/** The words of a folded name without its legal forms, and what kind they are. A name that is nothing but a form keeps its words. */
export function splitLegalForm(words: readonly string[]): SplitName {
  let form: LegalForm | null = null;
  let rest = words;
  for (let at = rest.length - 1; at >= 0; at -= 1) {
    const isEnd = at === 0 || at === rest.length - 1;
    const last = rest[at] ?? '';
    if (!LAST_WORDS.has(last)) continue;
    const found = formEndingAt(rest, at, isEnd);
    if (found === null || found.words >= rest.length) continue;
    // Behind the end a form of the front (`PT`, `OOO`) may follow; what was found last in the name says most.
    form ??= found.form;
    const before = rest.slice(0, at + 1 - found.words);
    if (before.at(-1) === 'and' && at === rest.length - 1) before.pop();
    const after = rest.slice(at + 1);
    rest = [...before, ...after];
    at = before.length;
    if (rest.length <= 1) break;
  }
  return { words: rest, legal: form?.kind ?? null, form };
}

const LAST_WORDS = new Set([...FORMS.keys()].map((spelling) => spelling.split(' ').at(-1) ?? ''));

function formEndingAt(words: readonly string[], at: number, isEnd: boolean) {
  for (let count = Math.min(mostWords, at + 1); count >= 1; count -= 1) {
    const form = FORMS.get(count === 1 ? (words[at] ?? '') : words.slice(at + 1 - count, at + 1).join(' '));
    if (form !== undefined && (isEnd || !form.onlyAtEnds)) return { form, words: count };
  }
  return null;
}
