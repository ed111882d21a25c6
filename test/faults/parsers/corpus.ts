import { peopleSoftExponents } from '../../../electron/connectors/peoplesoft/exponents.ts';
import { requiredColumns } from '../../../electron/connectors/peoplesoft/queries/definitions.ts';
import { assertColumns } from '../../../electron/connectors/peoplesoft/queries/query-client.ts';
import { readItem, readPayments } from '../../../electron/connectors/peoplesoft/queries/rows.ts';
import { readQueryResult } from '../../../electron/connectors/peoplesoft/queries/result-reader.ts';
import { readEach } from '../../../electron/connectors/peoplesoft/queries/row-values.ts';
import { concludeCreate } from '../../../electron/connectors/peoplesoft/soap/send-outcome.ts';
import {
  readWsdl,
  type QualifiedName,
  type WsdlOperation,
} from '../../../electron/connectors/peoplesoft/soap/wsdl-reader.ts';
import { SchemaSet } from '../../../electron/connectors/peoplesoft/soap/xsd-reader.ts';
import { mapStripeObject } from '../../../electron/connectors/stripe/mapper.ts';
import { SITE_QUERIES } from '../../../electron/sample/peoplesoft/site.ts';
import { startPostingSite, UNIT, type PostingSite } from '../../electron/posting/posting-site.ts';

/** A document as it came over the wire, and the product's reader of it. */
export interface Recorded {
  readonly name: string;
  readonly text: string;
  readonly form: 'json' | 'xml';
  /**
   * What the program understands of it: everything that is money, a date, an item or a state, as one text; null when it takes nothing in
   * and says so.
   */
  readonly read: (text: string) => string | null;
}

const exponentOf = peopleSoftExponents([UNIT]);
const ITEM_KEYS = ['BUSINESS_UNIT', 'CUST_ID', 'ITEM'];
const ITEMS = [
  { item: 'INV-1', amount: '123.45' },
  { item: 'INV-2', amount: '1000.00' },
  { item: 'INV-3', amount: '5000', currency: 'JPY' },
];
const STRIPE_CHARGE = {
  id: 'ch_1',
  object: 'charge',
  created: 1_793_000_000,
  livemode: false,
  status: 'succeeded',
  captured: true,
  amount: 12_345,
  amount_captured: 12_345,
  currency: 'usd',
  customer: 'cus_1',
  payment_intent: 'pi_1',
  balance_transaction: 'txn_1',
  description: 'Invoice INV-1',
  metadata: { invoice: 'INV-1' },
} as const;

/** Records a small day of the PeopleSoft simulator: saves and refusals in all spellings, query answers in both forms, WSDL and schema. */
export async function recordCorpus(): Promise<readonly Recorded[]> {
  const answers = [...(await recordAnswers('default')), ...(await recordAnswers('prefixed'))];
  const site = await startPostingSite({ items: ITEMS });
  try {
    await approveBoth(site);
    await site.round();
    await site.simulator.runBatch();
    const queries = await recordQueries(site);
    const wsdl = await getText(site, WSDL_PATH);
    const { schemaLocations } = readWsdl(wsdl);
    const create = createOf(wsdl);
    const location = schemaLocations.get(create.request.namespace) ?? '';
    const xsd = await getText(
      site,
      new URL(location, `${site.simulator.url}/PSIGW/PeopleSoftServiceListeningConnector/PSFT_EP/`).pathname,
    );
    return [
      ...answers.map(({ name, status, text, response }) => ({
        name,
        text,
        form: 'xml' as const,
        read: (damaged: string) => readAnswer(damaged, status, response),
      })),
      ...queries,
      { name: 'WSDL', text: wsdl, form: 'xml', read: orNull((text) => JSON.stringify(readWsdl(text).operations)) },
      {
        name: 'XSD',
        text: xsd,
        form: 'xml',
        read: orNull((text) => {
          const set = new SchemaSet();
          set.add(text);
          return JSON.stringify(set.message(create.request));
        }),
      },
      { name: 'Stripe charge', text: JSON.stringify(STRIPE_CHARGE), form: 'json', read: orNull(readCharge) },
    ];
  } finally {
    await site.close();
  }
}

interface Answered {
  readonly name: string;
  readonly status: number;
  readonly text: string;
  readonly response: QualifiedName;
}

const WSDL_PATH = '/PSIGW/PeopleSoftServiceListeningConnector/PSFT_EP/CI_X_AR_DEPOSIT_CI.1.wsdl';

function createOf(wsdl: string): WsdlOperation {
  const create = readWsdl(wsdl).operations.find(({ action }) => action === 'Create');
  if (create === undefined) throw new Error('the recorded WSDL has no Create');
  return create;
}

/** Takes down every answer to a POST while a site is made and used: the connector keeps the fetch it was made with. */
async function recordingPosts<Result>(
  answers: { status: number; text: string }[],
  work: () => Promise<Result>,
): Promise<Result> {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (init?.method === 'POST') answers.push({ status: response.status, text: await response.clone().text() });
    return response;
  };
  try {
    return await work();
  } finally {
    globalThis.fetch = fetch;
  }
}

async function recordAnswers(responsePrefix: 'default' | 'prefixed'): Promise<Answered[]> {
  const posts: { status: number; text: string }[] = [];
  const site = await recordingPosts(posts, () => startPostingSite({ items: ITEMS, behaviour: { responsePrefix } }));
  try {
    await approveBoth(site);
    const answers: Answered[] = [];
    const { response } = createOf(await getText(site, WSDL_PATH));
    for (const [name, form] of [
      ['notification 0', 'notificationZero'],
      ['fault (18,1)', 'lockConflict'],
      ['fault (91,49)', 'duplicateKey'],
      ['saved', null],
    ] as const) {
      if (form !== null) site.simulator.arm({ form, for: 1 });
      const before = posts.length;
      await site.round({ limit: 1 });
      site.advance(10_000);
      const post = posts[before];
      if (post === undefined) throw new Error(`nothing was sent while recording ${name}`);
      answers.push({ name: `${name}, ${responsePrefix}`, response, ...post });
    }
    return answers;
  } finally {
    await site.close();
  }
}

async function approveBoth(site: PostingSite): Promise<void> {
  await site.approve(site.charge('ch_1', 12_345), [['INV-1', 12_345]]);
  await site.approve(site.charge('ch_2', 60_000), [['INV-2', 60_000]]);
  await site.approve(site.charge('ch_3', 100), [['INV-2', 100]]);
  await site.approve(site.charge('ch_4', 200), [['INV-2', 200]]);
}

async function recordQueries(site: PostingSite): Promise<Recorded[]> {
  const prompts = 'prompt_uniquepromptname=DEPOSIT_BU,FROM_DATE,AFTER_KEY&prompt_fieldvalue=US001,2026-10-01,';
  const itemPrompts = 'prompt_uniquepromptname=BUSINESS_UNIT,AFTER_KEY&prompt_fieldvalue=US001,';
  const recorded: Recorded[] = [];
  for (const form of ['JSON', 'XMLP'] as const) {
    const run = (query: string, asked: string) =>
      getText(
        site,
        `/PSIGW/RESTListeningConnector/PSFT_EP/ExecuteQuery.v1/public/${query}/${form}/NONFILE?isconnectedquery=N&maxrows=100&${asked}${form === 'JSON' ? '&json_resp=true' : ''}`,
      );
    const kind = form === 'JSON' ? ('json' as const) : ('xml' as const);
    recorded.push(
      {
        name: `payments ${form}`,
        form: kind,
        text: await run(SITE_QUERIES.payments, prompts),
        read: orNull(readPaymentRows),
      },
      {
        name: `items ${form}`,
        form: kind,
        text: await run(SITE_QUERIES.openItems, itemPrompts),
        read: orNull(readItemRows),
      },
    );
  }
  return recorded;
}

async function getText({ simulator }: PostingSite, path: string): Promise<string> {
  const basic = Buffer.from(`${simulator.user}:${simulator.password}`).toString('base64');
  const response = await fetch(`${simulator.url}${path}`, { headers: { authorization: `Basic ${basic}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`recording ${path}: HTTP ${response.status} ${text.slice(0, 300)}`);
  return text;
}

/** A Create's answer is never thrown away: what proves nothing is unknown, which takes nothing in. */
function readAnswer(text: string, status: number, response: QualifiedName): string | null {
  const { outcome } = concludeCreate(
    { status, headers: new Headers(), text },
    {
      response,
      depositId: 'NEXT',
      depositIdProperty: 'KEYPROP_DEPOSIT_ID',
      paymentSeqProperty: 'KEYPROP_PAYMENT_SEQ_NUM',
    },
  );
  if (outcome.outcome === 'unknown') return null;
  return outcome.outcome === 'saved'
    ? `saved ${outcome.depositId}`
    : `refused ${outcome.paymentSeq} ${outcome.duplicateKey} ${outcome.credentialsFailed} ${outcome.retryable}`;
}

function readPaymentRows(text: string): string | null {
  const result = readQueryResult(text);
  assertColumns('the query', result, requiredColumns('payments', SITE_QUERIES));
  const { values, refused } = readPayments(result.rows, exponentOf);
  return refused.length > 0 ? null : JSON.stringify(values);
}

function readItemRows(text: string): string | null {
  const result = readQueryResult(text);
  assertColumns('the query', result, requiredColumns('openItems', SITE_QUERIES));
  const { values, refused } = readEach(result.rows, ITEM_KEYS, (row) => readItem(row, exponentOf));
  return refused.length > 0 ? null : JSON.stringify(values);
}

function readCharge(text: string): string | null {
  const mapped = mapStripeObject('charge', JSON.parse(text), false);
  return mapped.accepted ? JSON.stringify({ ...mapped.object, raw: '' }) : null;
}

function orNull(read: (text: string) => string | null): (text: string) => string | null {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      // A refusal is an error of its own kind with words in it; a stack overflow or a type error is a defect.
      if (error instanceof TypeError || error instanceof ReferenceError) throw error;
      return null;
    }
  };
}
