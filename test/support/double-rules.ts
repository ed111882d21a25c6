import { NO_RULE_CHANGES, type RuleChanges } from '../../shared/contract/rule-changes.ts';
import { DEFAULT_TOLERANCES } from '../../shared/contract/profile-tolerances.ts';
import type { RuleList, RuleProposalRow, RuleSetRow, RuleTrial } from '../../shared/contract/rules.ts';
import type { WhyNotItem } from '../../shared/contract/why-not-item.ts';
import { ruleLines } from '../../electron/engine/rules/rule-lines.ts';
import { ruleRows } from '../../electron/engine/rules/rule-rows.ts';

const AT = '2026-11-02T11:00:00.000Z';
const DECIMALS = { KWD: 3, JPY: 0 };
const COUNTS = [
  { ruleId: 'reference-exact', outcome: 'posted', automatic: 1, matches: 96 },
  { ruleId: 'reference-exact', outcome: 'rejected', automatic: 0, matches: 4 },
  { ruleId: 'amount-customer-date', outcome: 'proposed', automatic: 0, matches: 12 },
] as const;
const PROPOSED: RuleSetRow = {
  version: 2,
  changes: { ...NO_RULE_CHANGES, switchedOff: ['net-of-fee'] },
  lines: ruleLines({ ...NO_RULE_CHANGES, switchedOff: ['net-of-fee'] }, DECIMALS),
  reason: 'It proposed two wrong ones.',
  hash: 'hash-2',
  state: 'proposed',
  inForce: false,
  effectiveFromAt: null,
  proposedBy: 'bert',
  proposedAt: AT,
  enabledBy: null,
  enabledAt: null,
  ended: null,
  trial: null,
  can: { confirm: false, end: 'refuse', why: 'Nobody has tried it on the history yet: try it first.' },
};
const FOUND: RuleProposalRow = {
  text: 'Customer 1001 pays up to 3 days outside the window in 14 cases.',
  exception: { customer: '1001', currency: 'USD', ruleId: 'amount-customer-date', dateWindowDays: 48 },
  cases: 14,
  approvedCases: 5,
  replay: { gained: 14, lost: 0, changed: 0, wrong: 0, wrongAutomatic: 0 },
};

const LINKS_TRIED: RuleTrial['links'] = {
  byRule: [{ rule: 'rule “tax id” v1', gained: 12, lost: 0, agreed: 31, wrong: 1 }],
  rows: [
    {
      customerId: 'cus_QkR81vTzA',
      name: 'Quill Media GmbH',
      custId: '10026',
      peopleSoftName: 'QUILL MEDIA',
      rule: 'rule “tax id” v1',
      said: 'bert linked it to 10031.',
    },
  ],
};

/** The engine's end of the screen of rules: one version that somebody else proposed waits for a reviewer. */
export function makeDoubleRules() {
  let versions: readonly RuleSetRow[] = [PROPOSED];
  let trial: RuleTrial | null = null;
  let found: RuleProposalRow[] | null = null;
  const inForce = () => versions.find((each) => each.inForce);
  const decided = (version: number, change: Partial<RuleSetRow>): RuleSetRow => {
    const can = { confirm: false, end: null, why: 'It is not waiting to be confirmed.' };
    versions = versions.map((each) => (each.version === version ? { ...each, ...change, can } : each));
    const row = versions.find((each) => each.version === version);
    if (row === undefined) throw new Error(`the double has no version ${version}`);
    return row;
  };
  return {
    'rule.list': (): RuleList => {
      const changes = inForce()?.changes ?? NO_RULE_CHANGES;
      return {
        rules: ruleRows(COUNTS, changes.switchedOff),
        inUse: { version: inForce()?.version ?? null, changes, tolerances: DEFAULT_TOLERANCES, decimals: DECIMALS },
        versions: [...versions],
        can: { propose: true, why: null },
      };
    },
    'rule.trial': () => ({ trial }),
    'rule.proposals': () => ({ found: found === null ? null : { endedAt: AT, rows: found } }),
    'rule.dryRun': ({ changes }: { changes: RuleChanges }) => {
      const row = { movementKey: 1, objectId: 'ch_1', customerName: 'Halvorsen & Sons AS', ruleId: 'net-of-fee' };
      const amount = { minor: 125_000, exponent: 2, currency: 'USD' };
      const lost = {
        ...row,
        amount,
        isAutomatic: false,
        wasAutomatic: false,
        before: 'INV-1 with 1250.00 USD',
        after: null,
        approved: null,
      };
      trial = {
        changes,
        lines: ruleLines(changes, DECIMALS),
        endedAt: AT,
        approvedCharges: 40,
        figures: { gained: 0, lost: 1, changed: 0, wrong: 0 },
        wrongAutomatic: 0,
        byRule: [],
        links: changes.linkBy === undefined ? { byRule: [], rows: [] } : LINKS_TRIED,
        rows: { gained: [], lost: [lost], changed: [], wrong: [] },
      };
      return { jobId: 'rules-1' };
    },
    'rule.tryVersion': ({ version }: { version: number }) => {
      const figures = { gained: 3, lost: 1, changed: 0, wrong: 0 };
      const kept = { approvedCharges: 40, figures, wrongAutomatic: 0, linked: 2, unlinked: 0, wrongLinks: 0 };
      const can = { confirm: true, end: 'refuse' as const, why: null };
      const tried = { trial: { ...kept, triedBy: 'anna', triedAt: AT, stands: true }, can };
      versions = versions.map((each) => (each.version === version ? { ...each, ...tried } : each));
      return { jobId: 'rules-3' };
    },
    'rule.findProposals': () => {
      found = [FOUND];
      return { jobId: 'rules-2' };
    },
    'rule.propose': ({ changes, reason }: { changes: RuleChanges; reason: string }): RuleSetRow => {
      const can = { confirm: false, end: 'withdraw' as const, why: 'You proposed it; another reviewer enables it.' };
      const mine = { ...PROPOSED, version: 3, hash: 'hash-3', proposedBy: 'anna', changes, reason, can };
      const row: RuleSetRow = { ...mine, lines: ruleLines(changes, DECIMALS) };
      versions = [
        row,
        ...versions.map((each) => (each.state === 'proposed' ? { ...each, state: 'retired' as const } : each)),
      ];
      return row;
    },
    'rule.enable': ({ version }: { version: number }): RuleSetRow =>
      decided(version, {
        state: 'enabled',
        inForce: true,
        effectiveFromAt: AT,
        enabledBy: 'anna',
        enabledAt: AT,
      }),
    'rule.end': ({ version, reason }: { version: number; reason: string | null }): RuleSetRow =>
      decided(version, { state: 'retired', ended: { as: 'refused', by: 'anna', at: AT, reason } }),
    'match.whyNotItem': (): WhyNotItem => {
      const failing = ['Its open amount is 10.00 USD more.', 'Its dates are 3 days outside the window.'];
      const rule = { ruleId: 'amount-customer-date', version: 2, title: 'amount, customer and date', failing };
      return { item: 'INV-1', rules: [rule], nearest: rule, note: null };
    },
  };
}
