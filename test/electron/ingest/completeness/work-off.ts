import type {
  StripeConnector,
  StripeObject,
  StripePage,
  StripeType,
} from '../../../../electron/connectors/stripe/types.ts';
import type { IngestContext } from '../../../../electron/ingest/ingest-context.ts';
import { ownedTypeOf } from '../../../../electron/ingest/completeness/owner-hint.ts';
import { isFamily } from '../../../../electron/ingest/completeness/stripe-families.ts';
import { storeStripePages } from '../../../../electron/ingest/stripe-operations.ts';
import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { runWrite } from '../../../../electron/ledger/direct-ledger.ts';
import { dropHint, waitingHints } from '../../../../electron/ledger/stripe-hint-store.ts';
import type { NotedHint } from '../../../../electron/ledger/stripe-hint-store.ts';

/** Asks Stripe once for each hint that waits and stores what comes; answers what was asked for. */
export async function workOffHints(
  db: WriterHandle,
  connector: StripeConnector,
  context: IngestContext,
): Promise<readonly string[]> {
  const hints = waitingHints(db, context.account, 1_000);
  for (const hint of hints) {
    const type = hint.objectType;
    if (!isFamily(type)) throw new Error(`a hint of no family: ${type}`);
    const objects = await ask(connector, type, hint);
    const pages = [{ observedAt: context.at, objects, refused: [] }];
    runWrite(db, storeStripePages, {
      context,
      runId: null,
      type,
      arrivedBy: 'lookup',
      pages,
      cursor: null,
      closes: false,
    });
    dropHint(db, hint);
  }
  return hints.map(({ objectType, objectId }) => `${objectType} ${objectId}`);
}

async function ask(
  connector: StripeConnector,
  type: StripeType,
  { objectId }: NotedHint,
): Promise<readonly StripeObject[]> {
  const owned = ownedTypeOf(type, objectId);
  if (owned !== null) return all(await connector.listOfOwner({ type: owned, owner: objectId }));
  if (type === 'customer_balance_transaction' || type === 'customer_cash_balance_transaction')
    return all(await connector.listOfCustomer({ type, customer: objectId }));
  const found = await connector.retrieve(type, objectId);
  return found === null || 'reason' in found ? [] : [found];
}

function all(page: StripePage): readonly StripeObject[] {
  if (page.hasMore) throw new Error('the list of an owner goes on, which no test needs');
  return page.objects;
}
