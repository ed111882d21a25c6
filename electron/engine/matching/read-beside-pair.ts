import { DEFAULT_LINKING } from '../../../shared/contract/profile-linking.ts';
import type { MatchingTolerances } from '../../../shared/contract/profile-tolerances.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { partyKey } from '../../matching/customers/party-key.ts';
import { linkOn } from '../../matching/customers/propose-links.ts';
import { snapshotBuilder } from '../../matching/movements/build-snapshot.ts';
import type { Snapshot } from '../../matching/movements/snapshot.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readLinksInUse } from './read-links-in-use.ts';
import type { PartyProfile } from './read-parties.ts';
import { matchingSettings, readRows } from './read-snapshot.ts';
import { INVOICES, type InvoiceRecord } from './read-movements.ts';
import { textFields } from './text-fields.ts';

export interface BesidePair {
  readonly movementKey: number;
  readonly itemKey: number;
  readonly unit: string;
  readonly businessUnits: readonly string[];
  readonly tolerances: MatchingTolerances;
  /** Rules that are not run; left out: all are. */
  readonly switchedOff?: readonly string[];
  readonly parties: PartyProfile;
}
/** Items of the movement's customer that are looked at, the open and latest due ones first. */
const LOOKED_AT = 2_000;

/** The movement, and the charge of a refund or dispute. */
const MOVEMENTS = `SELECT movement_key AS key FROM movement WHERE movement_key = @movementKey
  UNION SELECT c.movement_key FROM movement m JOIN movement c ON c.account = m.account AND c.object_id = m.charge_id AND c.kind = 'charge'
    WHERE m.movement_key = @movementKey ORDER BY key`;
const PARTIES = `SELECT movement_key AS key, account, customer_id AS customerId, accounting_date AS accountingDate FROM movement
  WHERE movement_key IN (SELECT value FROM json_each(?)) AND customer_id IS NOT NULL`;
interface OfParty {
  readonly key: number;
  readonly account: string;
  readonly customerId: string;
  readonly accountingDate: string;
}
/** The item that is asked about, what the movements stand on and name, and the items of the customer. */
const ITEMS = `SELECT @itemKey AS key
  UNION SELECT a.item_key FROM allocation a WHERE a.movement_key IN (SELECT value FROM json_each(@movements))
  UNION SELECT item_key FROM ar_item WHERE item IN (SELECT value FROM json_each(@words)) AND business_unit IN (SELECT value FROM json_each(@businessUnits))
  UNION SELECT item_key FROM (SELECT item_key FROM ar_item WHERE cust_id = @custId
    AND business_unit IN (SELECT value FROM json_each(@businessUnits)) ORDER BY status DESC, due_date DESC, item_key LIMIT ${LOOKED_AT}) ORDER BY key`;

/**
 * A movement of any kind and an item, whoever's it is, with what the rules look at beside the two; rivals of the movement are left out. The
 * movement is undecided there, whatever has become of it, for each rule is asked as if nothing were.
 */
export function readBesidePair(db: ReadableLedger, asked: BesidePair): Snapshot {
  const { movementKey, itemKey, unit, businessUnits, tolerances, switchedOff = [], parties } = asked;
  const profile: MatchingProfile = {
    ...parties,
    linking: DEFAULT_LINKING,
    tolerances,
    switchedOff,
    units: [{ unit, businessUnits, goLiveDate: null, depositBu: '', clearingBanks: [] }],
  };
  const keysOf = (sql: string, values: object): number[] =>
    statement<{ key: number }>(db, sql)
      .all(values)
      .map(({ key }) => key);
  const movement = keysOf(MOVEMENTS, { movementKey });
  const ofParties = statement<OfParty>(db, PARTIES).all(JSON.stringify(movement));
  const links = readLinksInUse(db, parties, ofParties);
  const own = ofParties.find(({ key }) => key === movementKey);
  const link = own && linkOn(links, partyKey(own.account, own.customerId), own.accountingDate);
  const item = keysOf(ITEMS, {
    itemKey,
    movements: JSON.stringify(movement),
    custId: link?.custId ?? '',
    words: JSON.stringify(wordsOf(db, movementKey)),
    businessUnits: JSON.stringify(businessUnits),
  });
  const builder = snapshotBuilder(matchingSettings(profile));
  readRows(
    { db, profile, links, within: { movement, item, receipt: [] } },
    {
      addItem: (row) => builder.addItem(row),
      addReceipt: (row) => builder.addReceipt(row),
      addMovement: (row) =>
        builder.addMovement(
          row.key === movementKey ? { ...row, gate: 'open', gateReason: null, shutBy: null, standing: null } : row,
        ),
    },
  );
  return builder.finish();
}

interface Texts {
  readonly description: string | null;
  readonly descriptor: string | null;
  readonly metadata: string;
}
const TEXTS =
  'SELECT description, statement_descriptor AS descriptor, metadata_json AS metadata FROM movement WHERE movement_key = ?';
const NUMBERS = `${INVOICES} AND movement_key = ? ORDER BY number`;

/** Words of its texts and numbers of its Stripe invoices, for what it names as it is written there. */
function wordsOf(db: ReadableLedger, movementKey: number): readonly string[] {
  const texts = statement<Texts>(db, TEXTS).get(movementKey);
  if (texts === undefined) return [];
  const invoices = statement<InvoiceRecord>(db, NUMBERS)
    .all(movementKey)
    .map(({ number }) => number);
  const all = [texts.description, texts.descriptor, ...Object.values(textFields(texts.metadata)), ...invoices];
  return [...new Set(all.flatMap((text) => (text ?? '').split(/[\s,;]+/)))];
}
