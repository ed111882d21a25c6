import type { DepositService } from '../../../../shared/contract/profile.ts';
import type { Notes } from './notes.ts';
import { tryTo } from './notes.ts';
import type { QueryCheck } from './check-queries.ts';

/** More entry types than any SetID has. */
const MOST = 1_000;
const REFUNDS = { what: 'refunds', each: 'refund', setting: 'units.refunds.entryType' };
const ITEMS = {
  what: 'items',
  each: 'such item',
  setting: 'the entry types of units.stripeInvoices and units.chargeWithoutItem',
};

/**
 * Looks whether the entry types that refunds go out and items are made under are there, are active, and are sent at all: without a property for it
 * PeopleSoft takes its default, which may make a voucher for money that Stripe has paid back already.
 */
export async function checkEntryTypes(
  { client, gateway, probe }: Pick<QueryCheck, 'client' | 'gateway' | 'probe'>,
  deposit: DepositService,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const refunds = [...new Set(probe.refundEntryTypes ?? [])];
  const wanted = [
    ...refunds.map((entryType) => ({ entryType, ...REFUNDS })),
    ...[...new Set(probe.itemEntryTypes ?? [])].map((entryType) => ({ entryType, ...ITEMS })),
  ];
  if (wanted.length === 0) return;
  if (refunds.length > 0 && deposit.properties.itemEntryType === undefined)
    notes.missing.push({
      what: `a property of ${deposit.service} for the entry type of an item`,
      why: `Refunds go out under entry type ${refunds.join(', ')}, and none is sent: they are parked one by one.`,
      fix: 'Map “Entry type of the item” in Mapping, or have the administrator expose ENTRY_TYPE in the component interface.',
    });
  if (!client.isSetUp('entryTypes')) return;
  await tryTo(notes, async () => {
    const { rows } = await client.run('entryTypes', { SETID: gateway.profile.setId }, MOST, signal);
    const active = new Set(
      rows.flatMap((row) => (row.get('EFF_STATUS')?.trim() === 'A' ? [row.get('ENTRY_TYPE')?.trim() ?? ''] : [])),
    );
    for (const { entryType, what, each, setting } of wanted)
      if (active.has(entryType)) notes.found.push(`entry type ${entryType} for ${what}`);
      else
        notes.missing.push({
          what: `entry type ${entryType} for ${what}`,
          why: `SetID ${gateway.profile.setId} has no active entry type of that name: Receivables Update would put every ${each} in error.`,
          fix: `Correct ${setting} in the connection profile, or have the entry type set up in PeopleSoft.`,
        });
  });
}
