import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { ensureHomeLedger, markHome, type HomePaths } from '../../../electron/ledger/home.ts';
import { openWriter } from '../../../electron/ledger/open-ledger.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { parseDecimal } from '../../../shared/domain/money.ts';
import { NOON_MS } from '../../electron/posting/posting-site.ts';
import { insertCharge, insertCustomer, insertItem, insertReceipt } from '../../electron/posting/site-rows.ts';
import { OLD_CHARGE } from '../posting/approved-payments.ts';
import type { DayStory } from './day-story.ts';

const EXPONENTS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** Opens the home's ledger as a start of the program does; makes home and ledger the first time. */
export function openDayHome(paths: HomePaths, key: Buffer): WriterHandle {
  ensureHomeLedger(paths, markHome(paths, 'live', instantOf(NOON_MS)), key);
  return openWriter(paths.ledger, key);
}

/** What has been read of Stripe and PeopleSoft before the day begins, in one transaction; nothing when it is there. */
export function readBeforehand(db: WriterHandle, { site, payments }: DayStory): void {
  if (db.prepare('SELECT 1 FROM movement LIMIT 1').get() !== undefined) return;
  const at = instantOf(NOON_MS);
  db.transaction(() => {
    for (const custId of new Set(['C100', ...site.items.map((item) => item.custId ?? 'C100')]))
      insertCustomer(db, custId);
    for (const { item, amount, currency = 'USD', custId = 'C100' } of site.items) {
      const exponent = EXPONENTS[currency] ?? 2;
      insertItem(
        db,
        { item, custId, currency, exponent, balanceMinor: parseDecimal(amount, exponent, currency).minor },
        at,
      );
    }
    insertReceipt(db, 'CHEQUE-1');
    insertCharge(db, { objectId: OLD_CHARGE, amountMinor: 1, date: '2026-09-20' });
    for (const { chargeId, currency, exponent, accountingDate: date, shares, isRefund, of = OLD_CHARGE } of payments) {
      const amountMinor = shares.reduce((sum, [, minor]) => sum + minor, 0);
      const charge = { objectId: chargeId, currency, exponent, date };
      if (!isRefund) insertCharge(db, { ...charge, amountMinor });
      else insertCharge(db, { ...charge, amountMinor: -amountMinor, kind: 'refund', chargeId: of });
    }
  })();
}
