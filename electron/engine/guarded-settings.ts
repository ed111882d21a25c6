import { z } from 'zod';
import { unitSchema, type Profile, type UnitProfile } from '../../shared/contract/profile.ts';
import type { JsonValue } from '../ledger/canonical-json.ts';

/** What of a unit two people agree on: where money is booked, what becomes of Stripe's invoices, and what rules may approve alone. */
const unitGuarded = unitSchema.pick({
  clearing: true,
  straightThrough: true,
  stripeInvoices: true,
  chargeWithoutItem: true,
});
const guardedSchema = z.record(z.string(), unitGuarded);
type Guarded = z.infer<typeof guardedSchema>;

/** The settings of a profile that hold only once a second person has confirmed them, by unit. */
export function guardedOf({ units }: Profile): JsonValue {
  const byUnit = Object.fromEntries(
    units.map(({ unit, clearing, straightThrough, stripeInvoices, chargeWithoutItem }) => [
      unit,
      { clearing, straightThrough, stripeInvoices, chargeWithoutItem },
    ]),
  );
  return JSON.parse(JSON.stringify(byUnit)) as JsonValue;
}

/**
 * The profile as it may be worked with: guarded settings as they were confirmed, whatever the file says now. A unit that nobody has confirmed
 * yet posts nothing and lets no rule decide.
 */
export function withConfirmed(profile: Profile, settingsJson: string): Profile {
  const confirmed = guardedSchema.parse(JSON.parse(settingsJson));
  return { ...profile, units: profile.units.map((unit) => confirmedUnit(unit, confirmed)) };
}

function confirmedUnit(unit: UnitProfile, confirmed: Guarded): UnitProfile {
  const known = Object.hasOwn(confirmed, unit.unit) ? confirmed[unit.unit] : undefined;
  if (known === undefined) return { ...unit, goLiveDate: null, straightThrough: null };
  // Left out of what was confirmed: then no invoice becomes an item, whatever the file says now.
  const { stripeInvoices: _, chargeWithoutItem: __, ...rest } = unit;
  return { ...rest, ...known };
}

/** What would change, one line each, for the person who confirms. */
export function guardedChanges(beforeJson: string, afterJson: string): readonly string[] {
  const [before, after] = [beforeJson, afterJson].map((text) => guardedSchema.parse(JSON.parse(text)));
  if (before === undefined || after === undefined) return [];
  const units = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return units.flatMap((unit) => {
    const [left, right] = [linesOf(before[unit]), linesOf(after[unit])];
    const labels = [...new Set([...left.keys(), ...right.keys()])];
    return labels.flatMap((label) => {
      const [was, is] = [left.get(label) ?? 'none', right.get(label) ?? 'none'];
      return was === is ? [] : [`Unit ${unit}, ${label}: ${was} becomes ${is}`];
    });
  });
}

function linesOf(guarded: Guarded[string] | undefined): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const { settlementCurrency, bankCode, bankAccountKey, cashAccount, paymentMethod } of guarded?.clearing ?? [])
    lines.set(
      `clearing account for ${settlementCurrency}`,
      `bank ${bankCode} ${bankAccountKey}, cash account ${cashAccount}, method ${paymentMethod}`,
    );
  for (const [label, text] of invoiceLines(guarded?.stripeInvoices)) lines.set(label, text);
  const forms = guarded?.chargeWithoutItem;
  if (forms !== undefined)
    lines.set(
      'charges without an item',
      `${forms.onAccount ? 'may go on account' : 'never go on account'}, ${forms.item === undefined ? 'no item is made' : `an item ${forms.item.entryType} on ${forms.item.revenueAccount} may be made in ${forms.item.businessUnit}`}`,
    );
  const rules = guarded?.straightThrough ?? null;
  if (rules === null) return lines;
  lines.set('rules that approve alone', rules.ruleIds.toSorted().join(', '));
  lines.set('rules in the name of', rules.approvedBy);
  for (const [currency, minor] of Object.entries(rules.limitMinor))
    lines.set(`rules approve ${currency} up to`, `${minor} (minor units)`);
  return lines;
}

function invoiceLines(setting: Guarded[string]['stripeInvoices']): [label: string, text: string][] {
  if (setting === undefined || setting === 'matchOnly') return [];
  const { businessUnit, fromDate, invoice, creditMemo, void: taken, revenueAccount, taxAccount } = setting;
  const entry = ({ entryType, entryReason }: typeof invoice) =>
    entryReason === undefined ? entryType : `${entryType}/${entryReason}`;
  return [
    ['Stripe invoices become items', `in ${businessUnit} from ${fromDate}`],
    ['entry types of items', `invoice ${entry(invoice)}, credit memo ${entry(creditMemo)}, void ${entry(taken)}`],
    ['accounts of items', `revenue ${revenueAccount}, tax ${taxAccount ?? 'none'}`],
  ];
}
