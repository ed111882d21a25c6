import { z } from 'zod';

/** How far a charge and an item may lie apart for a rule. Amounts are minor units of the item's currency. */
export interface Tolerance {
  /** Largest difference that is proposed as the same amount with a residual; 0: only the exact amount. */
  readonly amountToleranceMinor: number;
  /** Days before the item date and after the due date on which a charge may pay an item. */
  readonly dateWindowDays: number;
  /** Which days count: all of them, or Monday to Friday. */
  readonly dayCount: 'calendar' | 'business';
}
/** Whom a tolerance is for; what is left out stands for all of them. */
export interface ToleranceScope {
  readonly customer?: string | undefined;
  readonly currency?: string | undefined;
  readonly ruleId?: string | undefined;
}

const DEFAULT_WINDOW_DAYS = 45;
const amountToleranceMinor = z.number().int().min(0).max(100_000_000);
const dateWindowDays = z.number().int().min(0).max(366);
const dayCount = z.enum(['calendar', 'business']);

const exceptionSchema = z
  .strictObject({
    customer: z.string().min(1).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    ruleId: z.string().min(1).optional(),
    amountToleranceMinor: amountToleranceMinor.optional(),
    dateWindowDays: dateWindowDays.optional(),
    dayCount: dayCount.optional(),
  })
  .refine(({ customer, currency, ruleId }) => [customer, currency, ruleId].some((each) => each !== undefined), {
    message:
      'a special tolerance names a customer, a currency or a rule; what is for all of them is the tolerance itself',
  })
  .refine(
    ({ amountToleranceMinor: amount, currency }) => amount === undefined || amount === 0 || currency !== undefined,
    {
      message: 'an amount is money of one currency: name it',
      path: ['amountToleranceMinor'],
    },
  );

/**
 * The tolerances of matching: one for all, and exceptions by customer, currency and rule. An amount tolerance above 0 always names its
 * currency, for 50 is not the same money in all of them. The defaults are an exact amount and 45 calendar days.
 */
export const matchingTolerancesSchema = z
  .strictObject({
    dateWindowDays: dateWindowDays.default(DEFAULT_WINDOW_DAYS),
    dayCount: dayCount.default('calendar'),
    exceptions: z.array(exceptionSchema).max(10_000).default([]),
  })
  .superRefine(({ exceptions }, context) => {
    const seen = new Set<string>();
    for (const [at, exception] of exceptions.entries()) {
      const scope = scopeText(exception);
      if (seen.has(scope))
        context.addIssue({
          code: 'custom',
          path: ['exceptions', at],
          message: 'there is a special tolerance for the same customer, currency and rule already',
        });
      seen.add(scope);
    }
  });
export type MatchingTolerances = z.infer<typeof matchingTolerancesSchema>;
export type ToleranceException = MatchingTolerances['exceptions'][number];

/** What stands where nobody set anything. */
export const DEFAULT_TOLERANCES: MatchingTolerances = matchingTolerancesSchema.parse({});

/** One text for a scope: equal scopes have equal texts. */
export function scopeText({ customer, currency, ruleId }: ToleranceScope): string {
  return JSON.stringify([customer ?? null, currency ?? null, ruleId ?? null]);
}

/** A customer says more than a rule, a rule more than a currency; several together say more than one. */
const WEIGHTS = { customer: 4, ruleId: 2, currency: 1 } as const;

/**
 * The tolerance for one customer, currency and rule: each of its three values from the most special exception that gives it and
 * whose scope holds here, else from what is for all.
 */
export function toleranceFor(tolerances: MatchingTolerances, asked: Required<ToleranceScope>): Tolerance {
  const holding = tolerances.exceptions
    .filter((each) =>
      (['customer', 'ruleId', 'currency'] as const).every(
        (name) => each[name] === undefined || each[name] === asked[name],
      ),
    )
    .toSorted((left, right) => specialness(right) - specialness(left));
  const first = <Name extends keyof Tolerance>(name: Name): ToleranceException[Name] =>
    holding.find((each) => each[name] !== undefined)?.[name];
  return {
    amountToleranceMinor: first('amountToleranceMinor') ?? 0,
    dateWindowDays: first('dateWindowDays') ?? tolerances.dateWindowDays,
    dayCount: first('dayCount') ?? tolerances.dayCount,
  };
}

function specialness(scope: ToleranceScope): number {
  return (['customer', 'ruleId', 'currency'] as const).reduce(
    (sum, name) => sum + (scope[name] === undefined ? 0 : WEIGHTS[name]),
    0,
  );
}
