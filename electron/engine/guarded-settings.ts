import { z } from 'zod';
import {
  depositServiceSchema,
  peopleSoftProfileSchema,
  queriesSchema,
  restCiSchema,
  soapToCiSchema,
  stripeProfileSchema,
  unitSchema,
  type Profile,
  type UnitProfile,
} from '../../shared/contract/profile.ts';
import { linkingSchema } from '../../shared/contract/profile-linking.ts';
import { matchingTolerancesSchema, scopeText } from '../../shared/contract/profile-tolerances.ts';
import { pendingItemServiceSchema } from '../../shared/contract/profile-invoices.ts';
import { canonicalJson, type JsonValue } from '../ledger/canonical-json.ts';

/** What of a unit two people agree on: what is posted and where it is booked, and what rules may approve alone. */
const unitGuarded = z.strictObject({
  goLiveDate: unitSchema.shape.goLiveDate,
  zone: unitSchema.shape.zone,
  businessUnits: unitSchema.shape.businessUnits,
  currencies: unitSchema.shape.currencies,
  peopleSoftExponents: unitSchema.shape.peopleSoftExponents.unwrap(),
  depositBu: unitSchema.shape.depositBu,
  clearing: unitSchema.shape.clearing,
  refunds: unitSchema.shape.refunds.unwrap().nullable(),
  bookings: unitSchema.shape.bookings.unwrap().nullable(),
  stripeInvoices: unitSchema.shape.stripeInvoices.unwrap().nullable(),
  chargeWithoutItem: unitSchema.shape.chargeWithoutItem.unwrap().nullable(),
  straightThrough: unitSchema.shape.straightThrough,
});
/** The same of the site: how documents are written and numbered, when one counts as absent, and under whose name they leave. */
const siteGuarded = z.strictObject({
  setId: peopleSoftProfileSchema.shape.setId,
  settleSeconds: peopleSoftProfileSchema.shape.settleSeconds.unwrap(),
  soapToCi: soapToCiSchema.nullable(),
  restCi: restCiSchema.nullable(),
  deposit: depositServiceSchema,
  pendingItem: pendingItemServiceSchema.nullable(),
  sender: peopleSoftProfileSchema.shape.sender.unwrap(),
  approverSignsIn: peopleSoftProfileSchema.shape.approverSignsIn.unwrap(),
});
/** What of the rules lets a match or a customer link stand without a person: how far apart is alike, and which stored id says who is who. */
const rulesGuarded = z.strictObject({
  tolerances: matchingTolerancesSchema,
  linking: linkingSchema,
  customerIdKeys: stripeProfileSchema.shape.customerIdKeys.unwrap(),
  sharedIdKey: stripeProfileSchema.shape.sharedIdKey.unwrap().nullable(),
  externalIdField: queriesSchema.shape.externalIdField.unwrap().nullable(),
  sharedIdField: queriesSchema.shape.sharedIdField.unwrap().nullable(),
});
/** What is kept of it; a setting that is not there was not guarded yet when it was confirmed. */
const keptSchema = z.strictObject({
  site: siteGuarded.partial(),
  rules: rulesGuarded.partial().default({}),
  units: z.record(z.string(), unitGuarded.partial()),
});
/** Before the site's own settings were guarded the units stood alone. */
const unitsAlone = z.record(z.string(), unitGuarded.partial()).transform((units) => ({ site: {}, rules: {}, units }));
export type GuardedParts = z.infer<typeof keptSchema>;
type GuardedUnit = z.infer<typeof unitGuarded>;
type GuardedSite = z.infer<typeof siteGuarded>;
type GuardedRules = z.infer<typeof rulesGuarded>;

/** Kept settings by site and unit. Throws when this program no longer knows what was kept, which is a defect. */
export function readGuarded(settingsJson: string): GuardedParts {
  return z.union([keptSchema, unitsAlone]).parse(JSON.parse(settingsJson));
}

/** The settings of a profile that hold only once a second person has confirmed them. */
export function guardedOf(profile: Profile): JsonValue {
  const { units, peoplesoft } = profile;
  return plain({
    site: siteOf(peoplesoft),
    rules: rulesOf(profile),
    units: Object.fromEntries(units.map((unit) => [unit.unit, guardedUnit(unit)])),
  });
}

/**
 * Confirmed settings with what was not guarded yet when they were confirmed: that much holds as this profile has it, as it did before,
 * and is guarded from now on.
 */
export function widened(settingsJson: string, profile: Profile): JsonValue {
  const { units, peoplesoft } = profile;
  const kept = readGuarded(settingsJson);
  const given = new Map(units.map((unit) => [unit.unit, guardedUnit(unit)]));
  const wide = Object.entries(kept.units).map(([name, unit]) => [name, { ...given.get(name), ...unit }] as const);
  return plain({
    site: { ...siteOf(peoplesoft), ...kept.site },
    rules: { ...rulesOf(profile), ...kept.rules },
    units: Object.fromEntries(wide),
  });
}

/**
 * The profile as it may be worked with: guarded settings as they were confirmed, whatever the file says now. A unit that nobody has confirmed
 * yet posts nothing and lets no rule decide.
 */
export function withConfirmed(profile: Profile, settingsJson: string): Profile {
  const { site, rules, units } = readGuarded(settingsJson);
  const { tolerances = profile.matching, linking = profile.linking } = rules;
  const queries = laidOver(profile.peoplesoft.queries, partOf(NONE_OF_QUERIES, rules), NONE_OF_QUERIES);
  return {
    ...profile,
    matching: tolerances,
    linking,
    stripe: stripeProfileSchema.parse(laidOver(profile.stripe, partOf(RULES_OF_STRIPE, rules), NONE_OF_STRIPE)),
    peoplesoft: peopleSoftProfileSchema.parse(laidOver({ ...profile.peoplesoft, queries }, site, NONE_OF_SITE)),
    units: profile.units.map((unit) => unitSchema.parse(confirmedUnit(unit, units))),
  };
}

/**
 * Whether two profiles differ in nothing but guarded settings that the engine may take up while it runs. The names that deposits are
 * written by belong to the connection, and what was read already was derived by the go-live date: both take a start.
 */
export function differOnlyInGuarded(left: Profile, right: Profile): boolean {
  return canonicalJson(plain(unguarded(left))) === canonicalJson(plain(unguarded(right)));
}

function confirmedUnit(unit: UnitProfile, confirmed: GuardedParts['units']): object {
  const known = Object.hasOwn(confirmed, unit.unit) ? confirmed[unit.unit] : undefined;
  return laidOver(unit, known ?? { ...NONE_OF_UNIT, goLiveDate: null, straightThrough: null }, NONE_OF_UNIT);
}

/** What a profile leaves out where there is none. It is kept as null, so that “none” is confirmed like anything else. */
const NONE_OF_UNIT = { refunds: null, bookings: null, stripeInvoices: null, chargeWithoutItem: null };
const NONE_OF_SITE = { soapToCi: null, restCi: null, pendingItem: null };

const NONE_OF_STRIPE = { sharedIdKey: null };
const NONE_OF_QUERIES = { externalIdField: null, sharedIdField: null };
const RULES_OF_STRIPE = { customerIdKeys: true, ...NONE_OF_STRIPE };

/** Given settings with kept ones in their place; a kept “none” takes the given one away. */
function laidOver(given: object, kept: object, none: object): object {
  const entries = Object.entries({ ...given, ...kept });
  return Object.fromEntries(entries.filter(([name, value]) => value !== null || !Object.hasOwn(none, name)));
}

function guardedUnit(unit: UnitProfile): GuardedUnit {
  return unitGuarded.parse(partOf(unitGuarded.shape, { ...NONE_OF_UNIT, ...unit }));
}

function siteOf(site: Profile['peoplesoft']): GuardedSite {
  return siteGuarded.parse(partOf(siteGuarded.shape, { ...NONE_OF_SITE, ...site }));
}

function rulesOf({ matching, linking, stripe, peoplesoft }: Profile): GuardedRules {
  // One of each scope: their order says nothing, and another order is no change.
  const exceptions = matching.exceptions.toSorted((one, other) => (scopeText(one) < scopeText(other) ? -1 : 1));
  return rulesGuarded.parse({
    tolerances: { ...matching, exceptions },
    linking,
    ...partOf(RULES_OF_STRIPE, { ...NONE_OF_STRIPE, ...stripe }),
    ...partOf(NONE_OF_QUERIES, { ...NONE_OF_QUERIES, ...peoplesoft.queries }),
  });
}

function partOf(shape: object, settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => Object.hasOwn(shape, name)));
}

/** What the running engine takes up between two rounds. */
const AT_ONCE = { matching: true, linking: true };
const AT_ONCE_OF_UNIT = { depositBu: true, clearing: true, straightThrough: true, ...NONE_OF_UNIT };
const AT_ONCE_OF_SITE = { sender: true, approverSignsIn: true };

function unguarded({ units, stripe, peoplesoft, ...rest }: Profile): object {
  const deposit = restOf({ depositIds: true }, peoplesoft.deposit);
  return {
    ...restOf(AT_ONCE, rest),
    stripe: restOf(RULES_OF_STRIPE, stripe),
    peoplesoft: { ...restOf(AT_ONCE_OF_SITE, peoplesoft), deposit },
    units: units.map((unit) => restOf(AT_ONCE_OF_UNIT, unit)),
  };
}

function restOf(names: object, settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !Object.hasOwn(names, name)));
}

/** As plain JSON, without the keys that are there and undefined. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
