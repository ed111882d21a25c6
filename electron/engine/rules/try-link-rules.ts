import type { LinkTrial } from '../../../shared/contract/rules.ts';
import { isDecidedByProgram } from '../../../shared/domain/link-closed.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import type { RuleLink, StandingLink } from '../../matching/customers/propose-links.ts';
import type { MatchingProfile } from '../matching/matching-request.ts';
import { linksOf, readCrosswalk, type Crosswalk } from '../matching/read-links.ts';

/** Rows shown; the figures count all. */
const SHOWN = 200;

/**
 * What rules that link customers would make of the crosswalk as it stands, and how they do where a person has spoken: her links and rejections
 * are thought away, and what the rules then say is held against them. Nothing is changed.
 */
export function tryLinkRules(
  db: ReadableLedger,
  { inForce, tried }: { readonly inForce: MatchingProfile; readonly tried: MatchingProfile },
): LinkTrial {
  if ([inForce, tried].every(({ linkRule, linkBy }) => linkRule === undefined && linkBy === undefined))
    return { byRule: [], rows: [] };
  const crosswalk = readCrosswalk(db, tried);
  const [before, after] = [linksOf(crosswalk, inForce).byRule, linksOf(crosswalk, tried).byRule];
  const said = crosswalk.standing.filter(isSaid);
  const asked = linksOf({ ...crosswalk, standing: crosswalk.standing.filter((link) => !isSaid(link)) }, tried).byRule;
  const trial = new Trial(crosswalk);
  for (const [key, link] of before) if (after.get(key)?.custId !== link.custId) trial.count('lost', key, link, null);
  for (const [key, link] of after) if (before.get(key)?.custId !== link.custId) trial.count('gained', key, link, null);
  const verdicts = new Map<string, StandingLink[]>();
  for (const link of said) {
    const key = partyKey(link.account, link.customerId);
    verdicts.set(key, [...(verdicts.get(key) ?? []), link]);
  }
  for (const [key, mine] of verdicts) {
    const link = asked.get(key);
    if (link === undefined) continue;
    const against = contradiction(mine, link);
    if (against !== null) trial.count('wrong', key, link, against);
    else if (mine.some(({ state }) => state === 'confirmed')) trial.count('agreed', key, link, null);
  }
  return trial.told();
}

/** Whether a person linked a pair, or said that it is none. */
function isSaid({ state, decidedBy }: StandingLink): boolean {
  return (
    (state === 'confirmed' || state === 'rejected') && decidedBy !== null && !isDecidedByProgram({ state, decidedBy })
  );
}

/** What a person said of a customer that is not what a rule says, a sentence; null: nothing. */
function contradiction(mine: readonly StandingLink[], { custId }: RuleLink): string | null {
  const other = mine.find((link) => link.state === 'confirmed' && link.custId !== custId);
  if (other !== undefined) return `${other.decidedBy ?? ''} linked it to ${other.custId}.`;
  const rejected = mine.find((link) => link.state === 'rejected' && link.custId === custId);
  return rejected === undefined ? null : `${rejected.decidedBy ?? ''} said that it is not this one.`;
}

type Figure = 'gained' | 'lost' | 'agreed' | 'wrong';

/** Counts by rule, and the rows behind what a person should look at. */
class Trial {
  readonly #figures = new Map<string, Record<Figure, number>>();
  readonly #rows: Record<'wrong' | 'gained', LinkTrial['rows']> = { wrong: [], gained: [] };
  readonly #names = new Map<string, { readonly customerId: string; readonly name: string | null }>();
  readonly #peopleSoftNames: ReadonlyMap<string, string>;

  constructor({ stripe, peopleSoft }: Crosswalk) {
    for (const { account, customerId, name } of stripe)
      this.#names.set(partyKey(account, customerId), { customerId, name });
    this.#peopleSoftNames = new Map(peopleSoft.map(({ custId, name }) => [custId, name]));
  }

  count(figure: Figure, key: string, { custId, rule }: RuleLink, said: string | null): void {
    const figures = this.#figures.get(rule) ?? { gained: 0, lost: 0, agreed: 0, wrong: 0 };
    figures[figure] += 1;
    this.#figures.set(rule, figures);
    const customer = this.#names.get(key);
    if ((figure !== 'wrong' && figure !== 'gained') || customer === undefined) return;
    const peopleSoftName = this.#peopleSoftNames.get(custId) ?? custId;
    this.#rows[figure].push({ ...customer, custId, peopleSoftName, rule, said });
  }

  told(): LinkTrial {
    const byName = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
    const byRule = [...this.#figures]
      .map(([rule, figures]) => ({ rule, ...figures }))
      .toSorted((one, other) => byName(one.rule, other.rule));
    const rows = [this.#rows.wrong, this.#rows.gained].flatMap((each) =>
      each.toSorted((one, other) => byName(one.customerId, other.customerId)),
    );
    return { byRule, rows: rows.slice(0, SHOWN) };
  }
}
