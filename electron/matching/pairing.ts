/** What a proposal pairs a movement with; enough to recognise the same pairing again. */
export type Pairing =
  | { readonly kind: 'payment'; readonly itemKeys: readonly number[] }
  | { readonly kind: 'alreadyKeyed'; readonly paymentKey: number }
  | { readonly kind: 'refundOfCharge'; readonly chargeMovementKey: number };

/** Names a set of items as the ledger does where it keeps the pairs a person said no to; the same for any order of keys. */
export type HashItems = (itemKeys: readonly number[]) => string;

/** Text of a pairing: equal pairings have equal texts. */
export function pairingText(pairing: Pairing, hashItems: HashItems): string {
  switch (pairing.kind) {
    case 'alreadyKeyed':
      return `receipt ${pairing.paymentKey}`;
    case 'refundOfCharge':
      return `charge ${pairing.chargeMovementKey}`;
    case 'payment':
      return `items ${hashItems(pairing.itemKeys)}`;
  }
}
