import type { StripeObject } from '../../connectors/stripe/types.ts';
import { getMeta, setMeta } from '../../ledger/meta-store.ts';
import { defineRead, defineWrite, type ReadableLedger } from '../../ledger/operation.ts';
import { readPayloads } from '../../ledger/payload-pack-store.ts';
import { statement } from '../../ledger/statement.ts';
import { noteHint } from '../../ledger/stripe-hint-store.ts';
import type { IngestContext } from '../ingest-context.ts';
import { storeFactRow } from './store-fact.ts';

/** How far the objects of a ledger from before 0190 have been read again from their kept payloads; `done` when all have. */
const META_KEY = 'ingest.keptPayloads190';
const DONE = 'done';

/** The current version of one object as it was kept. */
export interface KeptPayload {
  readonly sourceKey: number;
  readonly account: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly payloadText: string;
}
interface KeptRow {
  source_key: number;
  account: string;
  object_type: string;
  object_id: string;
  current_version: number;
  payload: Buffer;
}

/** The next payloads to read again; null when there is nothing more to do. */
export const nextKeptPayloads = defineRead(
  'ingest.nextKeptPayloads',
  (db, { limit }: { readonly limit: number }): readonly KeptPayload[] | null => {
    const position = getMeta(db, META_KEY);
    if (position === DONE) return null;
    const rows = statement<KeptRow>(
      db,
      `SELECT o.source_key, o.account, o.object_type, o.object_id, o.current_version, v.payload FROM source_object o
       JOIN source_version v ON v.source_key = o.source_key AND v.version = o.current_version
       WHERE o.system = 'stripe' AND o.source_key > ? ORDER BY o.source_key LIMIT ?`,
    ).all(Number(position ?? 0), limit);
    const texts = readPayloads(
      db,
      rows.map(({ payload }) => payload),
    );
    return rows.map((row, index) => ({
      sourceKey: row.source_key,
      account: row.account,
      type: row.object_type,
      id: row.object_id,
      version: row.current_version,
      payloadText: texts[index] ?? '',
    }));
  },
  { bulk: true },
);

export interface RereadKept {
  readonly context: Omit<IngestContext, 'account'>;
  /** The objects of a slice that can be read as objects are read now. */
  readonly readable: readonly { readonly kept: Omit<KeptPayload, 'payloadText'>; readonly object: StripeObject }[];
  /** Those that lack what is read now. */
  readonly unreadable: readonly Pick<KeptPayload, 'account' | 'type' | 'id'>[];
  /** The last one of the slice; null when it was the last slice. */
  readonly after: number | null;
}

/**
 * Gives each object the row that the tables of 0190 have for it. What cannot be read any more keeps the rows it has and is asked for at Stripe.
 * An object of which something newer has come in meanwhile has its row already.
 */
export const storeReread = defineWrite(
  'ingest.storeReread',
  (db, args: RereadKept): void => {
    const { context } = args;
    for (const { kept, object } of args.readable)
      if (isCurrent(db, kept)) storeFactRow(db, { ...context, account: kept.account }, object);
    for (const { account, type, id } of args.unreadable)
      noteHint(
        db,
        { account, objectType: type, objectId: id },
        'what is kept of it lacks what is read now',
        context.at,
      );
    setMeta(db, META_KEY, args.after === null ? DONE : String(args.after));
  },
  { bulk: true },
);

function isCurrent(db: ReadableLedger, { sourceKey, version }: Omit<KeptPayload, 'payloadText'>): boolean {
  return (
    statement(db, 'SELECT 1 FROM source_object WHERE source_key = ? AND current_version = ?').get(
      sourceKey,
      version,
    ) !== undefined
  );
}
