import type { Ledger, WriteOperation } from '../../../electron/ledger/operation.ts';
import { statement } from '../../../electron/ledger/statement.ts';
import type { SenderClaim } from '../../../electron/posting/sending/sender-claim.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';

/** A place where one sender stands still while the other works. */
export interface Gate {
  /** Awaited by the sender at each step; stands still at one of them until opened. */
  pass(name: string): Promise<void>;
  /** Resolves with the step's name when the sender stands there; never when it does not come by. */
  readonly reached: Promise<string>;
  open(): void;
}

/** Stands still at the n-th step that fits; `fits` picks steps by name. */
export function gateAt(nth: number, fits: (name: string) => boolean = () => true): Gate {
  const reached = Promise.withResolvers<string>();
  const opened = Promise.withResolvers<undefined>();
  let passed = 0;
  return {
    reached: reached.promise,
    open: () => opened.resolve(undefined),
    async pass(name) {
      if (!fits(name)) return;
      passed += 1;
      if (passed !== nth) return;
      reached.resolve(name);
      await opened.promise;
    },
  };
}

/** Ports that come by the gate before and after each ledger write and each call of PeopleSoft. */
export function gatedPorts(ports: SenderPorts, gate: Gate): SenderPorts {
  const { ledger, peopleSoft } = ports;
  const step = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    await gate.pass(`${name} before`);
    const result = await work();
    await gate.pass(`${name} done`);
    return result;
  };
  const gated: Ledger = {
    read: (operation, args) => ledger.read(operation, args),
    write: (operation, args) => step(operation.name, () => ledger.write(operation, args)),
  };
  return {
    ...ports,
    ledger: gated,
    peopleSoft: {
      ...peopleSoft,
      itemsByKey: (keys, signal) => step('itemsByKey', () => peopleSoft.itemsByKey(keys, signal)),
      findPayments: (unit, ids, canary, signal) =>
        step('findPayments', () => peopleSoft.findPayments(unit, ids, canary, signal)),
      createDeposit: (...deposit) => step('createDeposit', () => peopleSoft.createDeposit(...deposit)),
    },
  };
}

/** The switch of the control: each write passes for one of the sender that holds the claim. Nothing else differs from the product. */
export function withoutClaimCheck(ports: SenderPorts): SenderPorts {
  const { ledger } = ports;
  const unfenced: Ledger = {
    read: (operation, args) => ledger.read(operation, args),
    write<Args, Result>(operation: WriteOperation<Args, Result>, args: Args): Promise<Result> {
      return ledger.write(
        {
          ...operation,
          run(db, given: Args) {
            if (typeof given !== 'object' || given === null || !('claim' in given)) return operation.run(db, given);
            const claim = statement<SenderClaim>(db, 'SELECT unit, holder, generation FROM sender_claim').get();
            return operation.run(db, { ...given, claim });
          },
        },
        args,
      );
    },
  };
  return { ...ports, ledger: unfenced };
}
