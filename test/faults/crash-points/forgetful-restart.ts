import type { Instant } from '../../../shared/domain/ids.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import { statement } from '../../../electron/ledger/statement.ts';
import { postingsOf, requeuePosting } from '../../../electron/posting/record-send.ts';
import type { SenderPorts } from '../../../electron/posting/sender.ts';

/**
 * The switch of the control: a restart that takes interrupted sends for sends that never left, instead of for doubts. Nothing else
 * differs from the product.
 */
export function forgetfulRestart(ports: SenderPorts): SenderPorts {
  const { ledger } = ports;
  const forgetful: Ledger = {
    read: (operation, args) => ledger.read(operation, args),
    write(operation, args) {
      if (operation.name !== 'posting.markInterrupted') return ledger.write(operation, args);
      return ledger.write(
        {
          ...operation,
          run(db, given) {
            const sending = statement<{ deposit_key: number; sent_at: Instant }>(
              db,
              "SELECT deposit_key, sent_at FROM deposit WHERE state = 'sending'",
            ).all();
            for (const { deposit_key: depositKey, sent_at: at } of sending) {
              for (const postingId of postingsOf(db, depositKey)) requeuePosting(db, postingId, at);
              statement(db, "UPDATE deposit SET state = 'rejected' WHERE deposit_key = ?").run(depositKey);
            }
            return operation.run(db, given);
          },
        },
        args,
      );
    },
  };
  return { ...ports, ledger: forgetful };
}
