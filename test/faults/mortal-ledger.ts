import type { Ledger } from '../../electron/ledger/operation.ts';

/** Called at each named point, in the order in which they are passed. */
export type AtPoint = (name: string) => void;

/** A ledger that names every step: before each write, inside it (done, not committed), and after its commit. Nothing else is changed. */
export function mortalLedger(ledger: Ledger, atPoint: AtPoint): Ledger {
  return {
    read: (operation, args) => ledger.read(operation, args),
    async write(operation, args) {
      atPoint(`${operation.name} before`);
      const result = await ledger.write(
        {
          ...operation,
          run(db, given) {
            const done = operation.run(db, given);
            atPoint(`${operation.name} not committed`);
            return done;
          },
        },
        args,
      );
      atPoint(`${operation.name} committed`);
      return result;
    },
  };
}
