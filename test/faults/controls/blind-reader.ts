import type { ReadableLedger } from '../../../electron/ledger/operation.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';

/** The switch of a control: what is in doubt is not looked for, so that every doubt passes for absence. Nothing else differs. */
export function resendingBlindly(ports: SenderPorts, db: ReadableLedger): SenderPorts {
  const { peopleSoft } = ports;
  const notLookedFor = db.prepare<[string], { found: number }>(
    "SELECT 1 AS found FROM posting WHERE reference = ? AND state IN ('queued', 'sending', 'unknown')",
  );
  return {
    ...ports,
    peopleSoft: {
      ...peopleSoft,
      async findPayments(unit, ids, canary, signal) {
        const found = await peopleSoft.findPayments(unit, ids, canary, signal);
        const payments = found.payments.filter(({ paymentId }) => notLookedFor.get(paymentId) === undefined);
        return { ...found, payments, canarySeen: true };
      },
    },
  };
}
