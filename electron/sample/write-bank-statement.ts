import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BankLine } from './company/closing-facts.ts';

const HEADINGS = 'Booking date,Value date,Amount,Currency,Credit/Debit,Bank reference,Remittance information,Balance';
const OPENING_MINOR = 25_000_000;

/** Writes each bank account's statement, one file a currency: lines as they were booked, with the balance after each. */
export function writeBankStatements(folder: string, lines: readonly BankLine[]): void {
  for (const [currency, own] of Map.groupBy(lines, (line) => line.currency)) {
    let balanceMinor = OPENING_MINOR;
    const rows = own.map((line) => {
      balanceMinor += line.amountMinor;
      const sign = line.amountMinor < 0 ? 'DBIT' : 'CRDT';
      const amount = decimal(Math.abs(line.amountMinor));
      const { bookedDate, valueDate, reference, text } = line;
      return [bookedDate, valueDate, amount, currency, sign, reference, text, decimal(balanceMinor)].join(',');
    });
    writeFileSync(join(folder, `${currency}.csv`), `${[HEADINGS, ...rows].join('\r\n')}\r\n`);
  }
}

function decimal(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
