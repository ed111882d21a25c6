import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapStripeObject } from '../../../electron/connectors/stripe/mapper.ts';
import {
  LISTED_TYPES,
  type ListedStripeType,
  type RefusedObject,
  type StripeConnector,
  type StripeObject,
} from '../../../electron/connectors/stripe/types.ts';
import { GENERATOR_VERSION } from '../../../electron/sample/company/generate-company.ts';
import { runChild } from '../child.ts';
import { cachedFolder } from './cached.ts';
import { ACCOUNT } from './generated-rows.ts';

/** Source objects the sample month has for each movement, about. */
const OBJECTS_PER_MOVEMENT = 3.84;
const CHUNK_BYTES = 262_144;

export const PATH_OF: Readonly<Record<ListedStripeType, string>> = {
  customer: '/v1/customers',
  invoice: '/v1/invoices',
  invoice_payment: '/v1/invoice_payments',
  charge: '/v1/charges',
  refund: '/v1/refunds',
  dispute: '/v1/disputes',
  payout: '/v1/payouts',
  balance_transaction: '/v1/balance_transactions',
  credit_note: '/v1/credit_notes',
  payment_intent: '/v1/payment_intents',
  topup: '/v1/topups',
};

export interface StripePages {
  readonly folder: string;
  /** Objects in all of them; near what was asked for, not exactly. */
  readonly objects: number;
}

/** Cached list pages of a sample month with about so many source objects. */
export async function stripePages(objects: number): Promise<StripePages> {
  const movements = Math.max(60, Math.round(objects / OBJECTS_PER_MOVEMENT));
  const make = async (making: string) => {
    await runChild('ledgers/make-pages.ts', [making, String(movements)]);
  };
  const folder = await cachedFolder(`pages-${movements}`, make, `pages-${GENERATOR_VERSION}`);
  return { folder, objects: Number(readFileSync(join(folder, 'objects.json'), 'utf8')) };
}

interface ListPage {
  readonly data: readonly { readonly id: string }[];
  readonly has_more: boolean;
}

/** The pages of a type, one after the other, parsed. */
export async function* pagesOf(pages: StripePages, type: ListedStripeType): AsyncGenerator<ListPage> {
  for await (const line of linesOf(join(pages.folder, `${type}.jsonl`))) yield JSON.parse(line) as ListPage;
}

/** The lines of a file, no more of it in memory than one line: the reader of `node:readline` runs a thousand lines ahead. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let begun: string[] = [];
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: CHUNK_BYTES })) {
    const parts = String(chunk).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      yield [...begun, part].join('');
      begun = [];
    }
    begun.push(rest);
  }
}

/** Each object's text as the mirror keeps it, in the order the poller reads the types. */
export async function* objectTexts(pages: StripePages): AsyncGenerator<readonly string[]> {
  for (const type of LISTED_TYPES)
    for await (const page of pagesOf(pages, type)) yield page.data.map((each) => JSON.stringify(each));
}

/** A Stripe whose answers lie on disk: the product's mapper over them, no network. One poll only reads forward. */
export function pagesConnector(pages: StripePages): StripeConnector {
  const reading = new Map<ListedStripeType, AsyncGenerator<ListPage>>();
  return {
    identify: async () => ({ account: ACCOUNT, livemode: false, apiVersion: 'bench' }),
    async list({ type }) {
      const pagesLeft = reading.get(type) ?? pagesOf(pages, type);
      reading.set(type, pagesLeft);
      const next = await pagesLeft.next();
      if (next.done === true) return { objects: [], refused: [], lastId: null, hasMore: false };
      const objects: StripeObject[] = [];
      const refused: RefusedObject[] = [];
      for (const value of next.value.data) {
        const mapped = mapStripeObject(type, value, false);
        if (mapped.accepted) objects.push(mapped.object);
        else refused.push(mapped.refused);
      }
      return { objects, refused, lastId: next.value.data.at(-1)?.id ?? null, hasMore: next.value.has_more };
    },
    listOfCustomer: async () => ({ objects: [], refused: [], lastId: null, hasMore: false }),
    listOfOwner: async () => ({ objects: [], refused: [], lastId: null, hasMore: false }),
    retrieve: async () => null,
    events: async () => ({ events: [], refused: [], lastId: null, hasMore: false }),
    balance: async () => ({ answeredAt: null, parts: [] }),
  };
}
