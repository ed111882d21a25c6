import type { CustomerFieldRow } from '../../../shared/contract/customer-fields.ts';
import type { LinkingRules } from '../../../shared/contract/profile-linking.ts';
import { PARTICULARS } from '../../../shared/domain/customer-particulars.ts';
import { ID_WORDS } from '../../matching/customers/find-link.ts';
import { vetoingField, winningField } from '../../matching/customers/field-agreement.ts';
import type { PeopleSoftParty, StripeParty } from '../../matching/customers/parties.ts';
import { isRegistration } from '../../matching/customers/tax-ids.ts';
import type { PairReason } from '../../matching/parties/explain-pair.ts';

type Field = CustomerFieldRow['field'];

/** What both systems know of a pair, field by field; what neither knows is left out. `reasons` are those of its score, none where it was not scored. */
export function sideBySide(
  stripe: StripeParty,
  peopleSoft: PeopleSoftParty,
  reasons: readonly PairReason[],
): CustomerFieldRow[] {
  const reasonOf = new Map(
    reasons.map((reason) => [reason.signal === 'externalId' ? 'sharedId' : reason.signal, reason]),
  );
  return (['name', ...PARTICULARS] as const).flatMap((field): CustomerFieldRow[] => {
    const [ours, theirs] = [stripeText(stripe, field), peopleSoftText(peopleSoft, field)];
    if (ours === null && theirs === null) return [];
    const reason = reasonOf.get(field);
    const isTold = ours !== null && theirs !== null;
    const agreement =
      reason?.agreement === null || reason === undefined || reason.agreement === 'missing'
        ? isTold
          ? 'notCompared'
          : 'unknown'
        : reason.agreement;
    return [{ field, stripe: ours, peopleSoft: theirs, agreement, points: reason?.points ?? null }];
  });
}

function stripeText(party: StripeParty, field: Field): string | null {
  if (field === 'name') return text(party.name);
  if (field !== 'vatId' && field !== 'taxId') return text(party.particulars?.[field] ?? null);
  const own = (party.taxIds ?? []).filter((id) => isRegistration(id) === (field === 'vatId'));
  return text(own.map(({ value }) => value).join(', '));
}

function peopleSoftText(party: PeopleSoftParty, field: Field): string | null {
  return text(field === 'name' ? party.name : (party.particulars?.[field] ?? null));
}

function text(value: string | null): string | null {
  return value === null || value.trim() === '' ? null : value;
}

/** What the site's rules say of a pair before its score is looked at, a sentence; null: nothing. */
export function ruleSentence(rules: LinkingRules, stripe: StripeParty, peopleSoft: PeopleSoftParty): string | null {
  const veto = vetoingField(rules, stripe, peopleSoft);
  if (veto !== null)
    return `The two have another ${ID_WORDS[veto]}: under the rules of this site they are never proposed.`;
  const winning = winningField(rules, stripe, peopleSoft);
  return winning === null
    ? null
    : `Both have the same ${ID_WORDS[winning.field]}: under the rules of this site that goes before all candidates without it.`;
}
