import type { PeopleSoftReader, PeopleSoftWriter } from '../../../electron/connectors/peoplesoft/types.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';

/** What every call meets after the kill. */
export class Killed extends Error {}

/** Ports that stop answering for ever at the n-th boundary (before or after each ledger write and each call of PeopleSoft). */
export function killedAt(ports: SenderPorts, killAt: number): { ports: SenderPorts; passed: () => number } {
  let passed = 0;
  const boundary = (): void => {
    if (++passed >= killAt) throw new Killed(`killed at step ${passed}`);
  };
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    boundary();
    const result = await work();
    boundary();
    return result;
  };
  const { ledger, peopleSoft } = ports;
  const mortalLedger: Ledger = {
    read: (operation, args) => ledger.read(operation, args),
    write: (operation, args) => guarded(() => ledger.write(operation, args)),
  };
  const mortal: PeopleSoftReader & PeopleSoftWriter = {
    ...peopleSoft,
    itemsByKey: (keys, signal) => guarded(() => peopleSoft.itemsByKey(keys, signal)),
    findPayments: (unit, ids, canary, signal) => guarded(() => peopleSoft.findPayments(unit, ids, canary, signal)),
    createDeposit: (document, signal, mapping) => guarded(() => peopleSoft.createDeposit(document, signal, mapping)),
  };
  const { items } = ports;
  const mortalItems: Pick<SenderPorts, 'items'> =
    items === undefined
      ? {}
      : {
          items: {
            reader: {
              ...items.reader,
              findPendingItems: (unit, ids, canary, signal) =>
                guarded(() => items.reader.findPendingItems(unit, ids, canary, signal)),
            },
            writer: {
              ...items.writer,
              createItemGroup: (document, signal) => guarded(() => items.writer.createItemGroup(document, signal)),
            },
          },
        };
  return { ports: { ...ports, ...mortalItems, ledger: mortalLedger, peopleSoft: mortal }, passed: () => passed };
}
