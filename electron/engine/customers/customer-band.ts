import { createHash } from 'node:crypto';
import type { BandRow, CustomerBand } from '../../../shared/contract/customer-bands.ts';
import type { LinkId } from '../../../shared/domain/ids.ts';
import { LEFT_OUT_REASONS, type LeftOutReason } from '../../../shared/domain/link-band.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { whyLeftOut } from '../../matching/customers/classify-band.ts';
import { exactName } from '../../matching/customers/exact-name.ts';
import { push } from '../../matching/customers/find-link.ts';

export interface BandArgs {
  readonly fromScore: number;
  readonly setId: string;
}
interface BandRecord {
  readonly linkId: LinkId;
  readonly version: number;
  readonly customerKey: number;
  readonly account: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly custId: string;
  readonly peopleSoftName: string | null;
  readonly status: string | null;
  readonly present: number | null;
  readonly externalId: string | null;
  readonly score: number;
  readonly nextScore: number | null;
  readonly proposals: number;
  readonly sharers: number;
}
/** The links of a band: what may be confirmed together, the weakest first, and what is left out. */
export interface Band {
  readonly links: readonly BandRecord[];
  readonly leftOut: ReadonlyMap<LeftOutReason, readonly BandRecord[]>;
  /** Names exactly these links as they stand. */
  readonly seen: string;
}

/** So many links are confirmed in one transaction; the surest come first, the rest with the next band. */
export const MOST_AT_ONCE = 2_000;
const SHOWN_WEAKEST = 5;
const SHOWN_LEFT_OUT = 3;

const BAND = `SELECT l.link_id AS linkId, l.version, n.customer_key AS customerKey, l.account, l.customer_id AS customerId, s.name,
    l.cust_id AS custId, p.name AS peopleSoftName, p.status, p.present, p.external_id AS externalId, c.score,
    (SELECT max(o.score) FROM customer_candidate o WHERE o.account = l.account AND o.customer_id = l.customer_id AND o.cust_id <> l.cust_id) AS nextScore,
    (SELECT count(*) FROM crosswalk_link o WHERE o.account = l.account AND o.customer_id = l.customer_id AND o.state = 'proposed') AS proposals,
    (SELECT count(*) FROM crosswalk_link o WHERE o.set_id = l.set_id AND o.cust_id = l.cust_id AND o.account = l.account
       AND o.customer_id <> l.customer_id AND o.state IN ('proposed', 'confirmed')) AS sharers
  FROM crosswalk_link l
    JOIN customer_candidate c ON c.account = l.account AND c.customer_id = l.customer_id AND c.set_id = l.set_id AND c.cust_id = l.cust_id
    JOIN stripe_customer_number n ON n.account = l.account AND n.customer_id = l.customer_id
    JOIN stripe_customer s ON s.account = l.account AND s.customer_id = l.customer_id
    LEFT JOIN ps_customer p ON p.set_id = l.set_id AND p.cust_id = l.cust_id
  WHERE l.state = 'proposed' AND l.set_id = ? AND c.score >= ?
    AND NOT EXISTS (SELECT 1 FROM crosswalk_link o WHERE o.account = l.account AND o.customer_id = l.customer_id AND o.state = 'confirmed')
  ORDER BY c.score DESC, n.customer_key`;

/** The proposed links from a probability on, as they stand now. */
export function bandOf(db: ReadableLedger, { fromScore, setId }: BandArgs): Band {
  const links: BandRecord[] = [];
  const leftOut = new Map<LeftOutReason, BandRecord[]>();
  for (const row of statement<BandRecord>(db, BAND).all(setId, fromScore)) {
    const { status, externalId, present } = row;
    const peopleSoft = status === null || present !== 1 ? null : { status, externalId };
    const why = whyLeftOut({ ...row, peopleSoft }) ?? (links.length < MOST_AT_ONCE ? null : 'laterOnes');
    if (why === null) links.push(row);
    else push(leftOut, why, row);
  }
  const digest = createHash('sha256');
  for (const { linkId, version, score } of links) digest.update(`${linkId} ${version} ${score.toFixed(6)}\n`);
  return { links: links.toReversed(), leftOut, seen: digest.digest('hex') };
}

/** What confirming the proposed links from a probability on would do; nothing is changed. */
export const customerBand = defineRead(
  'customers.band',
  (db: ReadableLedger, { whyNot, ...args }: BandArgs & { readonly whyNot: string | null }): CustomerBand => {
    const { links, leftOut, seen } = bandOf(db, args);
    return {
      fromScore: args.fromScore,
      count: links.length,
      seen,
      weakest: links.slice(0, SHOWN_WEAKEST).map(bandRow),
      differing: links.filter((row) => exactName(row.name) !== exactName(row.peopleSoftName)).length,
      leftOut: LEFT_OUT_REASONS.flatMap((why) => {
        const rows = leftOut.get(why) ?? [];
        return rows.length === 0 ? [] : [{ why, count: rows.length, rows: rows.slice(0, SHOWN_LEFT_OUT).map(bandRow) }];
      }),
      whyNot,
    };
  },
);

function bandRow({ customerKey, customerId, name, custId, peopleSoftName, score, nextScore }: BandRecord): BandRow {
  const margin = nextScore === null ? null : score - nextScore;
  return { customerKey, customerId, name, custId, peopleSoftName: peopleSoftName ?? '', score, margin };
}
