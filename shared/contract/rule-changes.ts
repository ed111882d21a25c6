import { z } from 'zod';
import { matchingTolerancesSchema, scopeText, type MatchingTolerances } from './profile-tolerances.ts';

const whole = matchingTolerancesSchema.shape;

/** Below these nobody can answer for a link that no person has seen. */
export const linkRuleSchema = z.strictObject({
  fromScore: z.number().min(0.9).max(1),
  leastMargin: z.number().min(0.1).max(1),
});
export type LinkRule = z.infer<typeof linkRuleSchema>;

/** By what a rule may link customers that agree in it wholly, beside the one by score and margin. The strongest first. */
export const LINK_KINDS = ['sharedId', 'taxId', 'nameAndAddress'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/**
 * What a site changes of the matching rules: which are switched off, tolerances over those of the connection profile, and whether a rule may link customers. What is left out
 * stays as the profile has it; an exception stands in the place of the profile's for the same customer, currency and rule.
 */
export const ruleChangesSchema = z
  .strictObject({
    switchedOff: z.array(z.string().min(1).max(64)).max(64).default([]),
    dateWindowDays: whole.dateWindowDays.unwrap().optional(),
    dayCount: whole.dayCount.unwrap().optional(),
    exceptions: whole.exceptions,
    /** Customers are linked without a person from this score on, with this much before the next candidate; left out: never. */
    links: linkRuleSchema.optional(),
    /** Customers are linked without a person where they agree wholly in one of these, and no other one does; left out: by none. */
    linkBy: z
      .array(z.enum(LINK_KINDS))
      .min(1)
      .max(LINK_KINDS.length)
      .refine((list) => new Set(list).size === list.length, { error: 'a kind stands here twice' })
      .optional(),
  })
  .superRefine(({ exceptions }, context) => {
    if (new Set(exceptions.map(scopeText)).size < exceptions.length)
      context.addIssue({
        code: 'custom',
        path: ['exceptions'],
        message: 'two special tolerances are for the same customer, currency and rule',
      });
  });
export type RuleChanges = z.infer<typeof ruleChangesSchema>;

/** Nothing is changed: the rules are those of the program with the profile's tolerances. */
export const NO_RULE_CHANGES: RuleChanges = ruleChangesSchema.parse({});

/** The tolerances that hold: the profile's with what is changed in their place. */
export function changedTolerances(base: MatchingTolerances, changes: RuleChanges): MatchingTolerances {
  const scopes = new Set(changes.exceptions.map(scopeText));
  return {
    dateWindowDays: changes.dateWindowDays ?? base.dateWindowDays,
    dayCount: changes.dayCount ?? base.dayCount,
    exceptions: [...base.exceptions.filter((each) => !scopes.has(scopeText(each))), ...changes.exceptions],
  };
}
