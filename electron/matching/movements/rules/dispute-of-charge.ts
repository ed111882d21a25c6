import { DISPUTE } from '../../rules.ts';
import { catalogued, type MatchingRule, type Remark, type RuleContext } from '../rule.ts';
import { weighDispute } from '../weigh.ts';
import { overPaidItems, paidByCharge } from './refund-credits.ts';

/**
 * Disputes follow the charge that Stripe names in them. What one does to the item is a person's decision; of one that is lost or still
 * takes the money back she is shown the items that its charge paid.
 */
export const disputeOfCharge: MatchingRule = {
  ...catalogued(DISPUTE),
  parameters: {},
  propose,
  weigh: () => weighDispute(),
  judge: ({ snapshot, decisions }, movement, item) => {
    if (snapshot.movements.kind[movement] !== 'dispute') return [{ kind: 'otherKind', wanted: 'dispute' }];
    const isPaid = paidByCharge(snapshot, movement, decisions).some((share) => share.item === item);
    return isPaid ? [] : [{ kind: 'notPaidByCharge' }];
  },
};

function* propose({ snapshot, decisions }: RuleContext): Iterable<Remark> {
  const { movements, sourceStatus } = snapshot;
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (movements.kind[movement] !== 'dispute') continue;
    if (decisions.verdict[movement] !== 'none' || movements.gate[movement] === 'decided') continue;
    const status = sourceStatus.get(movement) ?? 'unknown state';
    const charge = movements.charge[movement] ?? -1;
    const shares = status === 'lost' && charge >= 0 ? overPaidItems(snapshot, movement, decisions) : null;
    const base = { rule: DISPUTE, verdict: 'unmatched', attention: 'refundOrDispute' } as const;
    const said = `Dispute (${status.replaceAll('_', ' ')}): a person decides`;
    const names = (shares ?? []).map(({ item }) => snapshot.items.item[item] ?? '').join(', ');
    yield {
      kind: 'remark',
      movement,
      ruling:
        shares === null || shares.length === 0
          ? { ...base, note: `${said} what it does to the item.` }
          : {
              ...base,
              note: `${said} whether it opens ${names} again, which its charge paid.`,
              alternatives: [{ rule: DISPUTE, shares }],
            },
    };
  }
}
