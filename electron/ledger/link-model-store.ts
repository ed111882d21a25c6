import type { Instant } from '../../shared/domain/ids.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** A version of the model by which customers are scored; it is never changed, a later one takes its place. */
export interface LinkModelRow {
  readonly version: number;
  /** The model as JSON. */
  readonly modelJson: string;
  /** Customers in Stripe and in PeopleSoft that it was learned from. */
  readonly leftRows: number;
  readonly rightRows: number;
  readonly madeBy: string;
  readonly madeAt: Instant;
}

const SELECT = `SELECT version, model_json AS modelJson, left_rows AS leftRows, right_rows AS rightRows, made_by AS madeBy, made_at AS madeAt
  FROM link_model`;

/** The version in use: the last one; null before the first. */
export function currentLinkModel(db: ReadableLedger): LinkModelRow | null {
  return statement<LinkModelRow>(db, `${SELECT} ORDER BY version DESC LIMIT 1`).get() ?? null;
}

/** Keeps a new version; a version that is there already is refused by the ledger. */
export function insertLinkModel(db: WritableLedger, row: LinkModelRow): void {
  statement(
    db,
    `INSERT INTO link_model (version, model_json, left_rows, right_rows, made_by, made_at)
     VALUES (@version, @modelJson, @leftRows, @rightRows, @madeBy, @madeAt)`,
  ).run({ ...row });
}
