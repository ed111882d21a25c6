import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Where a deposit stands: what all its payments have in common. Its cuts are numbered within one place. */
export interface DepositPlace {
  readonly unit: string;
  readonly depositBu: string;
  readonly bankCode: string;
  readonly bankAccountKey: string;
  readonly currency: string;
  /** A plain date. */
  readonly accountingDate: string;
}
export type DepositState = 'cut' | 'sending' | 'accepted' | 'confirmed' | 'rejected' | 'unknown';
export interface NewDeposit extends DepositPlace {
  readonly depositId: string;
  /** false: PeopleSoft gives the id. */
  readonly isIdGiven: boolean;
  readonly exponent: number;
  readonly cutNumber: number;
  readonly generation: number;
  readonly controlMinor: number;
  readonly controlCount: number;
  readonly documentText: string;
  readonly documentHash: string;
  /** Version of the mapping it leaves under; null: the connection profile's own names. */
  readonly mappingVersion: number | null;
  readonly at: Instant;
}
export interface DepositRow extends DepositPlace {
  readonly depositKey: number;
  readonly depositIdGiven: 0 | 1;
  readonly cutNumber: number;
  readonly state: DepositState;
  readonly documentJson: string;
  readonly documentHash: string;
}

/** Puts a deposit that leaves now into the ledger, as being sent; returns its key. Throws `INVARIANT` when the place has this cut already. */
export function insertDeposit(db: WritableLedger, { isIdGiven, ...deposit }: NewDeposit): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO deposit (unit, deposit_bu, deposit_id, deposit_id_given, bank_code, bank_account_key, currency, exponent, accounting_date, cut_number, generation,
       control_minor, control_count, document_json, document_hash, state, cut_at, sent_at, mapping_version)
     VALUES (@unit, @depositBu, @depositId, @given, @bankCode, @bankAccountKey, @currency, @exponent, @accountingDate, @cutNumber, @generation,
       @controlMinor, @controlCount, @documentText, @documentHash, 'sending', @at, @at, @mappingVersion)`,
  ).run({ ...deposit, given: isIdGiven ? 1 : 0 });
  return Number(lastInsertRowid);
}

/** A deposit that waits to be sent again has another document; its place, id, cut number and generation stay. */
export function rewriteDeposit(
  db: WritableLedger,
  depositKey: number,
  document: Pick<NewDeposit, 'exponent' | 'controlMinor' | 'controlCount' | 'documentText' | 'documentHash'>,
): void {
  statement(
    db,
    `UPDATE deposit SET exponent = @exponent, control_minor = @controlMinor, control_count = @controlCount, document_json = @documentText,
       document_hash = @documentHash, version = version + 1 WHERE deposit_key = @depositKey`,
  ).run({ ...document, depositKey });
}

/** A deposit that was cut before is being sent again, under that version of the mapping. */
export function sendDepositAgain(
  db: WritableLedger,
  depositKey: number,
  { at, mappingVersion }: Pick<NewDeposit, 'at' | 'mappingVersion'>,
): void {
  statement(
    db,
    "UPDATE deposit SET state = 'sending', sent_at = ?, mapping_version = ?, version = version + 1 WHERE deposit_key = ?",
  ).run(at, mappingVersion, depositKey);
}

/** PeopleSoft has saved a deposit, under this id; null: it said none, and the one that is known stays. */
export function acceptDeposit(db: WritableLedger, depositKey: number, depositId: string | null): void {
  statement(
    db,
    "UPDATE deposit SET state = 'accepted', deposit_id = ifnull(?, deposit_id), state_reason = NULL, version = version + 1 WHERE deposit_key = ?",
  ).run(depositId, depositKey);
}

/** Whether a deposit is in PeopleSoft is not known; its absence there counts from that instant on. */
export function doubtDeposit(
  db: WritableLedger,
  depositKey: number,
  { reason, absenceCountsFromAt }: { readonly reason: string; readonly absenceCountsFromAt: Instant | null },
): void {
  statement(
    db,
    "UPDATE deposit SET state = 'unknown', state_reason = ?, absence_counts_from_at = ?, version = version + 1 WHERE deposit_key = ?",
  ).run(reason, absenceCountsFromAt, depositKey);
}

/** A deposit is over: PeopleSoft refused it for certain, or it never left. */
export function rejectDeposit(db: WritableLedger, depositKey: number, reason: string): void {
  statement(
    db,
    "UPDATE deposit SET state = 'rejected', state_reason = ?, version = version + 1 WHERE deposit_key = ?",
  ).run(reason, depositKey);
}

/** A deposit whose standing was in doubt is over: PeopleSoft does not hold it. */
export function endDoubtfulDeposit(db: WritableLedger, depositKey: number, reason: string): void {
  statement(
    db,
    "UPDATE deposit SET state = 'rejected', state_reason = ?, absence_counts_from_at = NULL, version = version + 1 WHERE deposit_key = ?",
  ).run(reason, depositKey);
}

/** A deposit is proven absent in PeopleSoft: the very same one may go again. */
export function recutDeposit(db: WritableLedger, depositKey: number): void {
  statement(
    db,
    "UPDATE deposit SET state = 'cut', state_reason = 'proven absent in PeopleSoft', absence_counts_from_at = NULL, version = version + 1 WHERE deposit_key = ?",
  ).run(depositKey);
}

/** Keeps where a deposit stands by its payments, and its id in PeopleSoft; null: the one that is known stays. */
export function setDepositState(
  db: WritableLedger,
  depositKey: number,
  { to, depositId }: { readonly to: DepositState; readonly depositId: string | null },
): void {
  statement(
    db,
    'UPDATE deposit SET state = ?, deposit_id = ifnull(?, deposit_id), version = version + 1 WHERE deposit_key = ?',
  ).run(to, depositId, depositKey);
}

/** The deposit with its document, or null. */
export function findDeposit(db: ReadableLedger, depositKey: number): DepositRow | null {
  return (
    statement<DepositRow>(
      db,
      `SELECT deposit_key AS depositKey, unit, deposit_bu AS depositBu, deposit_id_given AS depositIdGiven, bank_code AS bankCode,
         bank_account_key AS bankAccountKey, currency, accounting_date AS accountingDate, cut_number AS cutNumber, state,
         document_json AS documentJson, document_hash AS documentHash
       FROM deposit WHERE deposit_key = ?`,
    ).get(depositKey) ?? null
  );
}

/** Where a deposit stands, without a look at its document; null: there is none. */
export function depositState(db: ReadableLedger, depositKey: number): DepositState | null {
  return (
    statement<{ state: DepositState }>(db, 'SELECT state FROM deposit WHERE deposit_key = ?').get(depositKey)?.state ??
    null
  );
}

/** The deposits of a unit that a crash or a kill left as being sent. */
export function depositsBeingSent(db: ReadableLedger, unit: string): readonly number[] {
  return statement<{ key: number }>(db, "SELECT deposit_key AS key FROM deposit WHERE unit = ? AND state = 'sending'")
    .all(unit)
    .map(({ key }) => key);
}

const SAME_PLACE =
  'unit = @unit AND deposit_bu = @depositBu AND bank_code = @bankCode AND bank_account_key = @bankAccountKey AND currency = @currency AND accounting_date = @accountingDate';

/** The highest number of a cut at this place; 0: it has had none. */
export function lastCutNumber(db: ReadableLedger, place: DepositPlace): number {
  const row = statement<{ last: number | null }>(
    db,
    `SELECT max(cut_number) AS last FROM deposit WHERE ${SAME_PLACE}`,
  ).get(place);
  return row?.last ?? 0;
}

/** The highest generation of one cut at this place; 0: there is no such cut. */
export function lastGenerationOfCut(db: ReadableLedger, place: DepositPlace, cutNumber: number): number {
  const row = statement<{ last: number | null }>(
    db,
    `SELECT max(generation) AS last FROM deposit WHERE ${SAME_PLACE} AND cut_number = @cut`,
  ).get({ ...place, cut: cutNumber });
  return row?.last ?? 0;
}
