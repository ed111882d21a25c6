import type { Profile, UnitProfile } from '../../shared/contract/profile.ts';
import type { PlainDate } from '../../shared/domain/ids.ts';
import { formatDecimal, money } from '../../shared/domain/money.ts';
import { peopleSoftExponents } from '../connectors/peoplesoft/exponents.ts';
import type { DepositDocument } from '../connectors/peoplesoft/types.ts';
import type { Ledger } from '../ledger/operation.ts';
import { nextNewCut } from '../posting/deposits/cut-deposit.ts';
import { depositDocument } from '../posting/deposits/deposit-document.ts';
import { nextDepositGroup } from '../posting/deposits/due-postings.ts';
import { depositReference } from '../posting/payments/reference.ts';

export interface DryRunDocument {
  readonly kind: 'sample' | 'queued';
  /** What it is, one sentence. */
  readonly text: string;
  readonly document: DepositDocument;
}

/**
 * The deposit that a round in the quiet window would cut next, under the id it would have; null when nothing waits, approved or queued.
 * Nothing is changed.
 */
export async function queuedDeposit(ledger: Pick<Ledger, 'read'>, profile: Profile): Promise<DryRunDocument | null> {
  const { deposit, bulkPace } = profile.peoplesoft;
  for (const { unit } of profile.units) {
    const group = await ledger.read(nextDepositGroup, { unit, bulk: true, withApproved: true, ...bulkPace });
    if (group === null) continue;
    const { postings, ...place } = group;
    const depositId =
      deposit.depositIds === 'given'
        ? depositReference({ ...place, ...(await ledger.read(nextNewCut, { group: place })) })
        : 'NEXT';
    const document = depositDocument(
      { ...place, depositId },
      postings.map(({ payload }) => payload),
    );
    const { control, controlCount } = document;
    const many = controlCount === 1 ? 'one payment' : `${controlCount} payments`;
    const text = `The deposit that would leave next: ${many}, ${formatDecimal(control)} ${control.currency}. Nothing is sent.`;
    return { kind: 'queued', text, document };
  }
  return null;
}

/** A made-up deposit of the first unit with every value at its usual length. */
export function sampleDeposit(profile: Profile, actor: string, today: PlainDate): DryRunDocument {
  const [unit] = profile.units;
  const [clearing] = unit?.clearing ?? [];
  if (unit === undefined || clearing === undefined) throw new Error('a profile without unit or clearing account');
  const amount = sampleAmount(unit, profile);
  const document: DepositDocument = {
    depositBu: unit.depositBu,
    depositId: profile.peoplesoft.deposit.depositIds === 'given' ? `D${'0'.repeat(14)}` : 'NEXT',
    bankCode: clearing.bankCode,
    bankAccountKey: clearing.bankAccountKey,
    currency: amount.currency,
    accountingDate: today,
    control: amount,
    controlCount: 1,
    payments: [
      {
        paymentSeq: 1,
        paymentId: `T${'0'.repeat(14)}`,
        amount,
        accountingDate: today,
        paymentMethod: clearing.paymentMethod,
        custId: 'SAMPLE',
        externalId: `ch_${'0'.repeat(24)}`,
        approvedBy: actor,
        items: [
          {
            businessUnit: unit.businessUnits[0] ?? unit.depositBu,
            custId: 'SAMPLE',
            item: 'SAMPLE-1',
            itemLine: 1,
            amount,
          },
        ],
      },
    ],
  };
  const text = `A sample deposit of one payment, ${formatDecimal(amount)} ${amount.currency}. Nothing is sent.`;
  return { kind: 'sample', text, document };
}

function sampleAmount({ currencies }: UnitProfile, { units }: Profile) {
  const currency = currencies[0] ?? 'USD';
  const exponent = peopleSoftExponents(units)(currency) ?? 2;
  return money(123 * 10 ** exponent, exponent, currency);
}
