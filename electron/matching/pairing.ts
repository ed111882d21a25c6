/** What a proposal pairs a movement with; enough to recognise the same pairing again. */
export interface Pairing {
  readonly kind: 'payment' | 'alreadyKeyed' | 'refundOfCharge';
  readonly allocations: readonly { readonly itemKey: number; readonly itemAmountMinor: number }[];
  readonly paymentKey: number | null;
  readonly chargeMovementKey: number | null;
}

/**
 * Canonical text of a pairing: equal pairings have equal texts, whatever the order. The allocated amounts are part of it:
 * a pairing that a person rejected may be proposed again once the amounts behind it have changed, and not before.
 */
export function pairingText(pairing: Pairing): string {
  switch (pairing.kind) {
    case 'alreadyKeyed':
      return `receipt ${pairing.paymentKey ?? 0}`;
    case 'refundOfCharge':
      return `charge ${pairing.chargeMovementKey ?? 0}`;
    case 'payment':
      return `items ${pairing.allocations
        .map((each) => `${each.itemKey}:${each.itemAmountMinor}`)
        .sort()
        .join(' ')}`;
  }
}
