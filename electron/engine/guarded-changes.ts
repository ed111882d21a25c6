import { readGuarded, type GuardedParts } from './guarded-settings.ts';

/** What would change, one line each, for the person who confirms. */
export function guardedChanges(beforeJson: string, afterJson: string): readonly string[] {
  const [before, after] = [readGuarded(beforeJson), readGuarded(afterJson)];
  const units = [...new Set([...Object.keys(before.units), ...Object.keys(after.units)])].toSorted();
  return [
    ...changesOf('PeopleSoft', siteLines(before.site), siteLines(after.site)),
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
    lines.set(`rules approve ${currency} up to`, `${minor} (minor units)`);
  return lines;
}
