import { z } from 'zod';

/** What Stripe customers and PeopleSoft customers can be compared by; `address` is street, city, postal code, region and country. */
export const LINKING_FIELDS = ['sharedId', 'taxId', 'email', 'phone', 'address', 'name'] as const;
export type LinkingField = (typeof LINKING_FIELDS)[number];

const fields = z
  .array(z.enum(LINKING_FIELDS))
  .max(LINKING_FIELDS.length)
  .refine((list) => new Set(list).size === list.length, { error: 'a field stands here twice' });

/**
 * How Stripe customers and PeopleSoft customers are compared. `precedence` names the fields that win, the strongest first: a candidate that
 * agrees wholly in one of them goes before every candidate that does not, whatever else they agree in; and while `sharedId` or `taxId` stand in
 * it, a candidate with another such id is never proposed. A stored id of the other system is above all of this, and alone makes a link by itself.
 */
export const linkingSchema = z.strictObject({
  compare: fields.min(1, { error: 'at least one field has to be compared' }).default([...LINKING_FIELDS]),
  precedence: fields.optional().describe('left out: sharedId before taxId, as far as they are compared'),
});
export interface LinkingRules {
  readonly compare: readonly LinkingField[];
  readonly precedence?: readonly LinkingField[] | undefined;
}
export const DEFAULT_LINKING = linkingSchema.parse({});

const USUAL_PRECEDENCE: readonly LinkingField[] = ['sharedId', 'taxId'];

/** The fields that win, the strongest first. */
export function precedenceOf({ compare, precedence = USUAL_PRECEDENCE }: LinkingRules): readonly LinkingField[] {
  return precedence.filter((field) => compare.includes(field));
}

export interface LinkingFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What cannot be: a field that wins and is not compared, or a shared id that only one side keeps. */
export function linkingFaults(
  { compare, precedence = [] }: LinkingRules,
  sharedIdKey: string | undefined,
  sharedIdField: string | undefined,
): readonly LinkingFault[] {
  const faults: LinkingFault[] = [];
  for (const field of precedence)
    if (!compare.includes(field))
      faults.push({
        path: ['linking', 'precedence'],
        message: `${field} cannot win while it is not compared: name it in linking.compare as well`,
      });
  if (sharedIdKey !== undefined && sharedIdField === undefined)
    faults.push({
      path: ['peoplesoft', 'queries', 'sharedIdField'],
      message: 'stripe.sharedIdKey names where Stripe keeps a shared id: name the column in which PeopleSoft keeps it',
    });
  if (sharedIdField !== undefined && sharedIdKey === undefined)
    faults.push({
      path: ['stripe', 'sharedIdKey'],
      message:
        'peoplesoft.queries.sharedIdField names where PeopleSoft keeps a shared id: name the metadata key in which Stripe keeps it',
    });
  return faults;
}
