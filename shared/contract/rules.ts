import { z } from 'zod';
import { instant, key, moneySchema, plainDate } from './primitives.ts';
import { matchingTolerancesSchema } from './profile-tolerances.ts';
import { ruleChangesSchema } from './rule-changes.ts';
import { endReason, proposalEnd, waitingRights } from './second-person.ts';

/** The ordered matching rules: how each one does, changes tried on history, and versions that a reviewer enables. */
const hash = z.string().min(1).max(128);
const count = z.number().int().nonnegative();

export const ruleRow = z.strictObject({
  ruleId: z.string(),
  version: z.number().int().positive(),
  title: z.string(),
  /** Rules of one order compete; a later order hears of what is left. */
  order: z.number().int().positive(),
  /** Limits that its version stands for, by name with the unit last. */
  parameters: z.array(z.strictObject({ name: z.string(), value: z.number() })),
  automaticAllowed: z.boolean(),
  isOn: z.boolean(),
  /** Matches of the rule by what became of them, over all its versions. */
  yield: z.strictObject({
    /** Waiting for a decision; of these, standing and decided, what needed nobody. */
    proposed: count,
    automatic: count,
    approved: count,
    /** A person said no. */
    rejected: count,
    /** A person chose another allocation instead. */
    overruled: count,
    /** Approved once, and reversed since. */
    takenBack: count,
  }),
  /** Rejected, overruled or taken back, of all that was decided; null: nothing was. */
  errorRate: z.number().min(0).max(1).nullable(),
});
export type RuleRow = z.infer<typeof ruleRow>;

const figures = z.strictObject({ gained: count, lost: count, changed: count, wrong: count });
/** What a trial of the waiting version is kept by: its figures without the rows. */
export const ruleTrialFigures = z.strictObject({
  approvedCharges: count,
  figures,
  wrongAutomatic: count,
  /** Customers that would be linked without a person, and links of a rule that would wait for one again. */
  linked: count,
  unlinked: count,
  /** Customers that a rule would link otherwise than a person did. */
  wrongLinks: count,
});
export type RuleTrialFigures = z.infer<typeof ruleTrialFigures>;

export const ruleSetRow = z.strictObject({
  version: z.number().int().positive(),
  changes: ruleChangesSchema,
  /** What it changes of the rules as the profile has them, one line each. */
  lines: z.array(z.string()),
  reason: z.string(),
  hash,
  state: z.enum(['proposed', 'enabled', 'retired']),
  inForce: z.boolean(),
  effectiveFromAt: instant.nullable(),
  proposedBy: z.string(),
  proposedAt: instant,
  enabledBy: z.string().nullable(),
  enabledAt: instant.nullable(),
  ended: proposalEnd.nullable(),
  /** The latest trial of it on the history; null: nobody tried it. It stands until something is decided or other rules hold. */
  trial: z
    .strictObject({ ...ruleTrialFigures.shape, triedBy: z.string(), triedAt: instant, stands: z.boolean() })
    .nullable(),
  can: waitingRights,
});
export type RuleSetRow = z.infer<typeof ruleSetRow>;

export const ruleList = z.strictObject({
  rules: z.array(ruleRow),
  inUse: z.strictObject({
    /** Null: no version was enabled yet; the rules are those of the program. */
    version: z.number().int().positive().nullable(),
    changes: ruleChangesSchema,
    tolerances: matchingTolerancesSchema,
    /** Decimals of PeopleSoft's currency table by currency, where they are not 2: tolerances are entered and read in them. */
    decimals: z.record(z.string(), z.number().int().min(0).max(3)),
  }),
  versions: z.array(ruleSetRow),
  can: z.strictObject({ propose: z.boolean(), why: z.string().nullable() }),
});
export type RuleList = z.infer<typeof ruleList>;

export const ruleDryRunInput = z.strictObject({ changes: ruleChangesSchema });
export const RULE_FIGURES = ['gained', 'lost', 'changed', 'wrong'] as const;
export const ruleFigure = z.enum(RULE_FIGURES);
export type RuleFigure = z.infer<typeof ruleFigure>;
/** One movement behind a figure; what it would be matched with is a sentence. */
export const ruleTrialRow = z.strictObject({
  movementKey: key,
  objectId: z.string(),
  customerName: z.string().nullable(),
  amount: moneySchema,
  ruleId: z.string(),
  /** Whether a rule would decide it alone, under the tried rules and under those in force. */
  isAutomatic: z.boolean(),
  wasAutomatic: z.boolean(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** What was approved for it; null: nobody decided. */
  approved: z.string().nullable(),
});
export type RuleTrialRow = z.infer<typeof ruleTrialRow>;
/** What the rules that link customers would do, one row a rule; agreed and wrong are of links that a person decided, thought open again. */
export const linkTrialFigures = z.strictObject({
  rule: z.string(),
  gained: count,
  lost: count,
  agreed: count,
  wrong: count,
});
/** A customer that a rule would link anew, or otherwise than a person did. */
export const linkTrialRow = z.strictObject({
  customerId: z.string(),
  name: z.string().nullable(),
  custId: z.string(),
  peopleSoftName: z.string(),
  rule: z.string(),
  /** What a person said of it, a sentence; null: nobody said anything. */
  said: z.string().nullable(),
});
export const linkTrial = z.strictObject({
  byRule: z.array(linkTrialFigures),
  /** The first of those that are wrong, then of those that are gained. */
  rows: z.array(linkTrialRow),
});
export type LinkTrial = z.infer<typeof linkTrial>;
export const ruleTrial = z.strictObject({
  changes: ruleChangesSchema,
  lines: z.array(z.string()),
  endedAt: instant,
  /** Charges whose approval was thought away, so that the rules could be tried on them. */
  approvedCharges: count,
  figures,
  /** Of the wrong ones: what would have been decided without a person. */
  wrongAutomatic: count,
  byRule: z.array(figures.extend({ ruleId: z.string(), title: z.string(), right: count, undecided: count })),
  links: linkTrial,
  /** The first rows behind each figure. */
  rows: z.strictObject({
    gained: z.array(ruleTrialRow),
    lost: z.array(ruleTrialRow),
    changed: z.array(ruleTrialRow),
    wrong: z.array(ruleTrialRow),
  }),
});
export type RuleTrial = z.infer<typeof ruleTrial>;

export const ruleProposalRow = z.strictObject({
  text: z.string(),
  exception: matchingTolerancesSchema.shape.exceptions.unwrap().element,
  cases: count,
  approvedCases: count,
  replay: figures.extend({ wrongAutomatic: count }),
});
export type RuleProposalRow = z.infer<typeof ruleProposalRow>;
/** What the last search through near misses found; null: nobody searched since the start. */
export const ruleProposals = z.strictObject({
  found: z.strictObject({ endedAt: instant, rows: z.array(ruleProposalRow) }).nullable(),
});
/** The latest dry run since the start; null: there was none. */
export const ruleTrialOutput = z.strictObject({ trial: ruleTrial.nullable() });

export const ruleProposeInput = z.strictObject({
  changes: ruleChangesSchema,
  reason: z.string().trim().min(1).max(500),
  /** Day from whose beginning, in the zone of the first unit, they shall hold; null: as soon as they are enabled. */
  effectiveFromDate: plainDate.nullable(),
});
export const ruleEnableInput = z.strictObject({ version: z.number().int().positive(), hash });
export const ruleEndInput = ruleEnableInput.extend({ reason: endReason });
