import type { DepositService } from '../../../../shared/contract/profile.ts';
import type { QueryCheck } from './check-queries.ts';
import { tryTo, type Notes } from './notes.ts';

/** More templates than any SetID has. */
const MOST = 1_000;

/**
 * Looks whether the accounting templates of direct journals are there, are active, and are sent at all. Nothing is noted where no unit
 * posts direct journals.
 */
export async function checkAccountingTemplates(
  { client, gateway, probe }: Pick<QueryCheck, 'client' | 'gateway' | 'probe'>,
  deposit: DepositService,
  notes: Notes,
  signal?: AbortSignal,
): Promise<void> {
  const wanted = [...new Set(probe.accountingTemplates ?? [])];
  if (wanted.length === 0) return;
  if (deposit.properties.accountingTemplate === undefined)
    notes.missing.push({
      what: `a property of ${deposit.service} for the accounting template of a direct journal`,
      why: `Direct journals go out under ${wanted.join(', ')}, and none is sent: they are parked one by one.`,
      fix: 'Map “Accounting template” in Mapping, or have the administrator expose it in the component interface.',
    });
  if (!client.isSetUp('accountingTemplates')) return;
  await tryTo(notes, async () => {
    const { rows } = await client.run('accountingTemplates', { SETID: gateway.profile.setId }, MOST, signal);
    const active = new Set(
      rows.flatMap((row) => (row.get('EFF_STATUS')?.trim() === 'A' ? [row.get('ACCTG_TEMPLATE')?.trim() ?? ''] : [])),
    );
    for (const template of wanted)
      if (active.has(template)) notes.found.push(`accounting template ${template} for direct journals`);
      else
        notes.missing.push({
          what: `accounting template ${template} for direct journals`,
          why: `SetID ${gateway.profile.setId} has no active accounting template of that name: PeopleSoft would refuse every deposit with it.`,
          fix: 'Correct units.bookings in the connection profile, or have the template set up in PeopleSoft.',
        });
  });
}
