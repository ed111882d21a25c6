import { z } from 'zod';
import {
  depositServiceSchema,
  peopleSoftProfileSchema,
  restCiSchema,
  soapToCiSchema,
  unitSchema,
  type Profile,
  type UnitProfile,
} from '../../shared/contract/profile.ts';
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
/** What is kept of it; a setting that is not there was not guarded yet when it was confirmed. */
const keptSchema = z.strictObject({
  site: siteGuarded.partial(),
  units: z.record(z.string(), unitGuarded.partial()),
});
/** Before the site's own settings were guarded the units stood alone. */
const unitsAlone = z.record(z.string(), unitGuarded.partial()).transform((units) => ({ site: {}, units }));
export type GuardedParts = z.infer<typeof keptSchema>;
type GuardedUnit = z.infer<typeof unitGuarded>;
type GuardedSite = z.infer<typeof siteGuarded>;

/** Kept settings by site and unit. Throws when this program no longer knows what was kept, which is a defect. */
export function readGuarded(settingsJson: string): GuardedParts {
  return z.union([keptSchema, unitsAlone]).parse(JSON.parse(settingsJson));
}

/** The settings of a profile that hold only once a second person has confirmed them. */
export function guardedOf({ units, peoplesoft }: Profile): JsonValue {
  return plain({
    site: siteOf(peoplesoft),
    units: Object.fromEntries(units.map((unit) => [unit.unit, guardedUnit(unit)])),
  });
}

/**
 * Confirmed settings with what was not guarded yet when they were confirmed: that much holds as this profile has it, as it did before,
 * and is guarded from now on.
 */
export function widened(settingsJson: string, { units, peoplesoft }: Profile): JsonValue {
  const kept = readGuarded(settingsJson);
  const given = new Map(units.map((unit) => [unit.unit, guardedUnit(unit)]));
  const wide = Object.entries(kept.units).map(([name, unit]) => [name, { ...given.get(name), ...unit }] as const);
  return plain({ site: { ...siteOf(peoplesoft), ...kept.site }, units: Object.fromEntries(wide) });
}

/**
 * The profile as it may be worked with: guarded settings as they were confirmed, whatever the file says now. A unit that nobody has confirmed
 * yet posts nothing and lets no rule decide.
 */
export function withConfirmed(profile: Profile, settingsJson: string): Profile {
  const { site, units } = readGuarded(settingsJson);
  const { pendingItem: itemsGiven, soapToCi: scriptGiven, restCi: restGiven, ...peoplesoft } = profile.peoplesoft;
  const { pendingItem = itemsGiven, soapToCi = scriptGiven, restCi = restGiven } = site;
  return {
    ...profile,
    peoplesoft: {
      ...peoplesoft,
      ...(pendingItem ? { pendingItem } : {}),
      ...(soapToCi ? { soapToCi } : {}),
      ...(restCi ? { restCi } : {}),
      setId: site.setId ?? peoplesoft.setId,
      settleSeconds: site.settleSeconds ?? peoplesoft.settleSeconds,
      deposit: site.deposit ?? peoplesoft.deposit,
      sender: site.sender ?? peoplesoft.sender,
      approverSignsIn: site.approverSignsIn ?? peoplesoft.approverSignsIn,
    },
    units: profile.units.map((unit) => confirmedUnit(unit, units)),
  };
}

/**
 * Whether two profiles differ in nothing but guarded settings that the engine may take up while it runs. The names that deposits are
 * written by belong to the connection, and what was read already was derived by the go-live date: both take a start.
 */
export function differOnlyInGuarded(left: Profile, right: Profile): boolean {
  return canonicalJson(plain(unguarded(left))) === canonicalJson(plain(unguarded(right)));
}

function confirmedUnit(unit: UnitProfile, confirmed: GuardedParts['units']): UnitProfile {
  const known = Object.hasOwn(confirmed, unit.unit) ? confirmed[unit.unit] : undefined;
  const { refunds, bookings, stripeInvoices, chargeWithoutItem, ...rest } = unit;
  if (known === undefined) return { ...rest, goLiveDate: null, straightThrough: null };
  const optional = { refunds, bookings, stripeInvoices, chargeWithoutItem, ...known };
  const {
    goLiveDate = unit.goLiveDate,
    zone = unit.zone,
    businessUnits = unit.businessUnits,
    currencies = unit.currencies,
    peopleSoftExponents = unit.peopleSoftExponents,
    depositBu = unit.depositBu,
    clearing = unit.clearing,
    straightThrough = unit.straightThrough,
  } = known;
  return {
    ...rest,
    goLiveDate,
    zone,
    businessUnits,
    currencies,
    peopleSoftExponents,
    depositBu,
    clearing,
    straightThrough,
    ...(optional.refunds ? { refunds: optional.refunds } : {}),
    ...(optional.bookings ? { bookings: optional.bookings } : {}),
    ...(optional.stripeInvoices ? { stripeInvoices: optional.stripeInvoices } : {}),
    ...(optional.chargeWithoutItem ? { chargeWithoutItem: optional.chargeWithoutItem } : {}),
  };
}

function guardedUnit(unit: UnitProfile): GuardedUnit {
  const { goLiveDate, zone, businessUnits, currencies, peopleSoftExponents, depositBu, clearing, straightThrough } =
    unit;
  const { refunds = null, bookings = null, stripeInvoices = null, chargeWithoutItem = null } = unit;
  return {
    goLiveDate,
    zone,
    businessUnits,
    currencies,
    peopleSoftExponents,
    depositBu,
    clearing,
    straightThrough,
    refunds,
    bookings,
    stripeInvoices,
    chargeWithoutItem,
  };
}

function siteOf(site: Profile['peoplesoft']): GuardedSite {
  const { setId, settleSeconds, deposit, sender, approverSignsIn } = site;
  return {
    setId,
    settleSeconds,
    soapToCi: site.soapToCi ?? null,
    restCi: site.restCi ?? null,
    deposit,
    pendingItem: site.pendingItem ?? null,
    sender,
    approverSignsIn,
  };
}

function unguarded({ units, peoplesoft, ...rest }: Profile): object {
  const { sender: _sender, approverSignsIn: _signsIn, deposit, ...site } = peoplesoft;
  const { depositIds: _numbers, ...names } = deposit;
  const bare = units.map((unit) => {
    const {
      depositBu: _bu,
      clearing: _bank,
      refunds: _types,
      straightThrough: _rules,
      bookings: _classes,
      stripeInvoices: _invoices,
      chargeWithoutItem: _forms,
      ...more
    } = unit;
    return more;
  });
  return { ...rest, peoplesoft: { ...site, deposit: names }, units: bare };
}

/** As plain JSON, without the keys that are there and undefined. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
