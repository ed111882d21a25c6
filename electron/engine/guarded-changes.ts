import { precedenceOf, type LinkingField, type LinkingRules } from '../../shared/contract/profile-linking.ts';
import { toleranceLimitWords, toleranceScopeWords, currencyDecimals } from '../../shared/contract/tolerance-words.ts';
import { formatDecimal, money } from '../../shared/domain/money.ts';
import { stripeExponent } from '../../shared/domain/stripe-currency.ts';
import { ruleTitle } from '../matching/rules.ts';
import { readGuarded, type GuardedParts } from './guarded-settings.ts';

/** What would change, one line each, for the person who confirms. */
export function guardedChanges(beforeJson: string, afterJson: string): readonly string[] {
  const [before, after] = [readGuarded(beforeJson), readGuarded(afterJson)];
  const units = [...new Set([...Object.keys(before.units), ...Object.keys(after.units)])].toSorted();
  return [
    ...changesOf('PeopleSoft', siteLines(before.site), siteLines(after.site)),
    ...changesOf('Rules', guardedRuleLines(before), guardedRuleLines(after)),
    ...units.flatMap((unit) => changesOf(`Unit ${unit}`, unitLines(before.units[unit]), unitLines(after.units[unit]))),
  ];
}

type Lines = ReadonlyMap<string, string>;

function changesOf(where: string, left: Lines, right: Lines): readonly string[] {
  const labels = [...new Set([...left.keys(), ...right.keys()])];
  return labels.flatMap((label) => {
    const [was, is] = [left.get(label) ?? 'none', right.get(label) ?? 'none'];
    return was === is ? [] : [`${where}, ${label}: ${was} becomes ${is}`];
  });
}

const SENDERS = { integrationId: 'the integration id', approver: 'the approver’s own operator id' } as const;
const NUMBERS = { given: 'given by Tieout', next: 'given by PeopleSoft' } as const;

function siteLines({ deposit, pendingItem, sender, approverSignsIn, ...plain }: GuardedParts['site']): Lines {
  const lines = new Map(leafLines(plain));
  if (deposit !== undefined) {
    lines.set('deposits are written to', `${deposit.service} version ${deposit.version}`);
    lines.set('deposit numbers', NUMBERS[deposit.depositIds]);
    for (const [name, property] of Object.entries(deposit.properties))
      if (property !== undefined) lines.set(`property for ${name}`, property);
  }
  if (pendingItem) {
    lines.set('items are written to', `${pendingItem.service} version ${pendingItem.version}`);
    for (const [name, property] of Object.entries(pendingItem.properties))
      if (property !== undefined) lines.set(`property of items for ${name}`, property);
  }
  if (sender !== undefined) lines.set('payments are sent by', SENDERS[sender]);
  if (approverSignsIn !== undefined)
    lines.set('an approval needs the approver signed in', approverSignsIn ? 'yes' : 'no');
  return lines;
}

/** Which fields customers are compared by, as a person calls them. */
const FIELDS: Readonly<Record<LinkingField, string>> = {
  sharedId: 'shared id',
  taxId: 'tax id',
  email: 'e-mail',
  phone: 'phone',
  address: 'address',
  name: 'name',
};

function guardedRuleLines({ rules, units }: GuardedParts): Lines {
  const { tolerances, linking, customerIdKeys, sharedIdKey, externalIdField, sharedIdField } = rules;
  const decimals = currencyDecimals(Object.values(units));
  const wording = { titleOf: ruleTitle, decimals };
  const lines = new Map<string, string>();
  const set = (label: string, text: string | null | undefined) => {
    if (text !== null && text !== undefined && text !== '') lines.set(label, text);
  };
  const fields = (list: readonly LinkingField[] | undefined) => list?.map((field) => FIELDS[field]).join(', ');
  set('date window', tolerances && `${tolerances.dateWindowDays} ${tolerances.dayCount} days`);
  for (const each of tolerances?.exceptions ?? [])
    set(`special tolerance for ${toleranceScopeWords(each, wording)}`, toleranceLimitWords(each, wording));
  set('customers are compared by', fields(linking?.compare));
  set('fields that win over all others, the strongest first', linking && winningWords(linking));
  set('metadata keys that link a Stripe customer to the PeopleSoft customer they name', customerIdKeys?.join(', '));
  set('metadata key with an id that both sides share', sharedIdKey);
  set('PeopleSoft column that links a customer to the Stripe customer it names', externalIdField);
  set('PeopleSoft column with an id that both sides share', sharedIdField);
  return lines;
}

function winningWords(linking: LinkingRules): string {
  const named = precedenceOf(linking).map((field) => FIELDS[field]);
  return `${linking.precedence === undefined ? 'as usual: ' : ''}${named.join(', ') || 'none of them'}`;
}

function unitLines(guarded: GuardedParts['units'][string] | undefined): Lines {
  const { goLiveDate = null, depositBu, clearing = [], refunds = null } = guarded ?? {};
  const { zone, businessUnits, currencies, peopleSoftExponents } = guarded ?? {};
  const lines = new Map(leafLines({ zone, businessUnits, currencies, peopleSoftExponents }));
  if (goLiveDate !== null) lines.set('go-live date', goLiveDate);
  if (depositBu !== undefined) lines.set('deposit business unit', depositBu);
  for (const { settlementCurrency, bankCode, bankAccountKey, cashAccount, paymentMethod } of clearing)
    lines.set(
      `clearing account for ${settlementCurrency}`,
      `bank ${bankCode} ${bankAccountKey}, cash account ${cashAccount}, method ${paymentMethod}`,
    );
  if (refunds !== null) {
    lines.set('entry type of money that goes out', refunds.entryType);
    if (refunds.voucherEntryTypes.length > 0)
      lines.set('entry types that make vouchers', refunds.voucherEntryTypes.toSorted().join(', '));
  }
  for (const [money, booking] of Object.entries(guarded?.bookings ?? {}))
    lines.set(`${money} booked by`, Object.values(booking ?? {}).join(', '));
  for (const [label, text] of leafLines({ stripeInvoices: guarded?.stripeInvoices })) lines.set(label, text);
  for (const [label, text] of leafLines({ chargeWithoutItem: guarded?.chargeWithoutItem })) lines.set(label, text);
  return new Map([...lines, ...ruleLines(guarded?.straightThrough ?? null)]);
}

/** Every value below, named by its path in the profile: nothing that changes is confirmed unseen. */
function leafLines(value: unknown, path = ''): [label: string, text: string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return [[path, value.join(', ')]];
  if (typeof value !== 'object') return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, each]) => leafLines(each, path === '' ? name : `${path}.${name}`));
}

function ruleLines(rules: NonNullable<GuardedParts['units'][string]['straightThrough']> | null): Lines {
  const lines = new Map<string, string>();
  if (rules === null) return lines;
  lines.set('rules that approve alone', rules.ruleIds.toSorted().join(', '));
  lines.set('rules in the name of', rules.approvedBy);
  for (const [currency, minor] of Object.entries(rules.limitMinor))
    lines.set(`rules approve ${currency} up to`, limitWords(minor, currency));
  return lines;
}

/** A limit is weighed against what Stripe says was paid, in Stripe's own minor units. */
function limitWords(minor: number, currency: string): string {
  return `${formatDecimal(money(minor, stripeExponent(currency) ?? 2, currency))} ${currency}`;
}
