import type { PeopleSoftReader, PeopleSoftWriter } from '../../../electron/connectors/peoplesoft/types.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { mortalLedger, type AtPoint } from '../mortal-ledger.ts';

/**
 * Ports that name every step: before each ledger write, inside it (done, not committed), after its commit; before each call of PeopleSoft
 * and when it has answered. Nothing else is changed.
 */
export function mortalPorts(ports: SenderPorts, atPoint: AtPoint, committed: (operation: string) => void): SenderPorts {
  const { ledger, peopleSoft } = ports;
  const mortal = mortalLedger(ledger, atPoint);
  const anchoring: Ledger = {
    read: (operation, args) => mortal.read(operation, args),
    async write(operation, args) {
      const result = await mortal.write(operation, args);
      committed(operation.name);
      atPoint(`${operation.name} anchored`);
      return result;
    },
  };
  const called = async <Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> => {
    atPoint(`${name} before`);
    const answer = await call();
    atPoint(`${name} answered`);
    return answer;
  };
  const mortalPeopleSoft: PeopleSoftReader & PeopleSoftWriter = {
    ...peopleSoft,
    itemsByKey: (keys, signal) => called('itemsByKey', () => peopleSoft.itemsByKey(keys, signal)),
    customersById: (ids, signal) => called('customersById', () => peopleSoft.customersById(ids, signal)),
    openPeriod: (unit, date, signal) => called('openPeriod', () => peopleSoft.openPeriod(unit, date, signal)),
    cashAccounts: (bank, key, currency, signal) =>
      called('cashAccounts', () => peopleSoft.cashAccounts(bank, key, currency, signal)),
    findPayments: (unit, ids, canary, signal) =>
      called('findPayments', () => peopleSoft.findPayments(unit, ids, canary, signal)),
    createDeposit: (...deposit) => called('createDeposit', () => peopleSoft.createDeposit(...deposit)),
  };
  return { ...ports, ledger: anchoring, peopleSoft: mortalPeopleSoft };
}
