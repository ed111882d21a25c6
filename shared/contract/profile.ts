import { z } from 'zod';
import { portalSchema } from './profile-portal.ts';
import { DEFAULT_LINKING, linkingFaults, linkingSchema } from './profile-linking.ts';
import { DEFAULT_TOLERANCES, matchingTolerancesSchema } from './profile-tolerances.ts';
import { bookingsSchema, templatesOf } from './profile-bookings.ts';
import {
  chargeWithoutItemSchema,
  invoiceItemFaults,
  invoiceItemsSchema,
  pendingItemServiceSchema,
} from './profile-invoices.ts';

/**
 * The connection profile: everything that differs from site to site. One JSON file (`--profile FILE`), the same object the
 * "use my own company" form edits. Secrets are never in it: a credential names where the secret is.
 */
const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as HH:MM');
const currency = z.string().regex(/^[A-Z]{3}$/, 'a three-letter currency code in capitals');
const address = z.url({ protocol: /^https?$/, error: 'an address starting with http:// or https://' });
const STRIPE_SECRET = /^(sk|rk)_(live|test)_|^whsec_/;
const identifier = (max: number) => z.string().min(1).max(max);

/** Whether it is the IANA name of a time zone. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Where a secret is: an environment variable, or a key of the host's vault. Exactly one of the two. */
export const credentialSchema = z
  .union([z.strictObject({ env: identifier(128) }), z.strictObject({ vault: identifier(128) })])
  // Names of credentials are shown and kept in plain text: the secret itself must never pass for one.
  .refine((credential) => !STRIPE_SECRET.test('env' in credential ? credential.env : credential.vault), {
    error: 'the secret itself stands here; name the environment variable or vault key that holds it',
  });
export type Credential = z.infer<typeof credentialSchema>;

const rateSchema = z.strictObject({
  requestsPerSecond: z.number().positive().max(10_000).describe('steady pace'),
  concurrency: z.number().int().min(1).max(16),
});

/** Names of one component-interface service and its properties at this site; all are chosen from its WSDL. */
export const depositServiceSchema = z.strictObject({
  service: identifier(64).describe('service name, e.g. CI_SITE_DEPOSIT_CI'),
  version: identifier(8).default('1'),
  depositIds: z
    .enum(['given', 'next'])
    .describe('given: the site takes our deposit id; next: the site numbers deposits itself'),
  properties: z.strictObject({
    depositBu: identifier(60),
    depositId: identifier(60),
    bankCode: identifier(60),
    bankAccountKey: identifier(60),
    currency: identifier(60),
    accountingDate: identifier(60),
    receivedDate: identifier(60).optional(),
    controlAmount: identifier(60),
    controlCount: identifier(60),
    payments: identifier(60).describe('collection of payments'),
    paymentSeq: identifier(60),
    paymentId: identifier(60),
    paymentAmount: identifier(60),
    paymentCurrency: identifier(60),
    paymentMethod: identifier(60),
    paymentAccountingDate: identifier(60),
    externalId: identifier(60).describe('field that keeps the whole Stripe id'),
    approvedBy: identifier(60).optional(),
    directJournal: identifier(60).optional().describe('flag of a payment that is journalled directly; Y is sent'),
    accountingTemplate: identifier(60)
      .optional()
      .describe('accounting template or distribution code of a payment that is journalled directly'),
    customers: identifier(60).optional().describe('collection of paying customers inside a payment'),
    custId: identifier(60),
    items: identifier(60).describe('collection of item references inside a payment'),
    itemBusinessUnit: identifier(60),
    itemCustId: identifier(60),
    item: identifier(60),
    itemLine: identifier(60),
    itemAmount: identifier(60),
    itemEntryType: identifier(60)
      .optional()
      .describe('entry type of an item reference; only money that goes out names one'),
  }),
});

/** Component interfaces that are worked through the portal's script SOAPToCI (the road of ExcelToCI) instead of Integration Broker. */
export const soapToCiSchema = z.strictObject({
  address: address.describe('base of the portal up to the node, e.g. https://host/psc/ps/EMPLOYEE/ERP'),
  components: z
    .array(identifier(64))
    .min(1)
    .max(20)
    .describe('names of component interfaces; deposit.service is one of them where deposits go this way'),
  dateFormat: z
    .enum(['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD-MON-YYYY'])
    .describe('as the user’s own settings in PeopleSoft have dates; a wrong one books on another day'),
  language: identifier(3).default('ENG'),
});
export type SoapToCiProfile = z.infer<typeof soapToCiSchema>;

/** Component interfaces that are written by REST (`CIRT_…` services, PeopleTools 8.58 and later) instead of SOAP. */
export const restCiSchema = z.strictObject({
  components: z
    .array(identifier(64))
    .min(1)
    .max(20)
    .describe('names of component interfaces; deposit.service is one of them where deposits go this way'),
  version: identifier(8).default('v1'),
  createPath: z
    .string()
    .max(120)
    .default('')
    .describe('URI template of the Create operation behind the service, as the site’s service shows it'),
  schemaVersion: identifier(8).default('1').describe('version of the SOAP service CI_…, whose schema is held against'),
});
export type RestCiProfile = z.infer<typeof restCiSchema>;

/** Query names the administrator created, and the prefix-free field of each column (`A.CUST_ID` is given as `CUST_ID`). */
export const queriesSchema = z.strictObject({
  owner: z.enum(['public', 'private']).default('public'),
  maxRows: z.number().int().min(10).max(100_000).default(1_000),
  customers: identifier(30),
  openItems: identifier(30),
  itemsByKey: identifier(30),
  customersById: identifier(30),
  payments: identifier(30),
  paymentsById: identifier(30),
  staging: identifier(30),
  loadErrors: identifier(30),
  bankAccounts: identifier(30),
  openPeriods: identifier(30),
  batchStatus: identifier(30),
  customerTotals: identifier(30).optional(),
  openItemTotals: identifier(30).optional(),
  paymentTotals: identifier(30).optional(),
  itemActivity: identifier(30).optional(),
  deposits: identifier(30).optional(),
  entryTypes: identifier(30).optional(),
  accountingTemplates: identifier(30).optional(),
  ledgerBalances: identifier(30).optional(),
  journalLines: identifier(30).optional(),
  pendingItems: identifier(30)
    .optional()
    .describe('pending items by item id; needed where Stripe invoices become items'),
  database: identifier(30).optional().describe('tells which database this is, so that a copy is recognised'),
  externalIdField: identifier(60)
    .optional()
    .describe('column of the customer queries that holds the Stripe customer id'),
  sharedIdField: identifier(60)
    .optional()
    .describe('column of the customers query with an id that Stripe keeps in stripe.sharedIdKey as well'),
});

const zone = z.string().refine(isZone, { error: 'a time zone as America/New_York' });
/** Hours of the site's own wall clock; an end before the start is on the next day, and `days` are those it starts on (1 Monday). */
export const quietWindowSchema = z.strictObject({
  zone,
  from: clock,
  to: clock,
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
});
export type QuietWindow = z.infer<typeof quietWindowSchema>;
export const blackoutSchema = z
  .strictObject({
    zone,
    from: plainDate,
    to: plainDate.describe('the last day of it'),
    reason: identifier(120).describe('shown where work waits, e.g. "Year-end close"'),
  })
  .refine(({ from, to }) => from <= to, { error: 'the last day lies before the first', path: ['to'] });

/** Profiles written before there could be several windows hold the one itself. */
function asList(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : value;
}

/** Tokens and client secrets travel there: nobody on the way may read them. */
const secureAddress = address.refine(
  (text) => text.startsWith('https://') || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(text),
  { error: 'an address starting with https://' },
);
const oauthSchema = z.strictObject({
  tokenAddress: secureAddress.describe('token endpoint of the identity provider'),
  authorizeAddress: secureAddress
    .optional()
    .describe('where people sign in by their browser (authorization code with PKCE)'),
  clientId: identifier(256),
  clientSecret: credentialSchema.optional().describe('left out: a public client'),
  scope: z.string().max(500).default(''),
  audience: z.string().max(500).optional(),
  userClaim: z
    .enum(['sub', 'email'])
    .default('sub')
    .describe('claim of the access token that PeopleSoft maps to the operator id'),
  restCalls: z
    .enum(['clientCredentials', 'basic'])
    .default('clientCredentials')
    .describe('what REST services are called with: a token of this client, or the user and password above'),
});

export const peopleSoftProfileSchema = z.strictObject({
  soapAddress: address.describe('base of the gateway, up to and including /PSIGW'),
  restAddress: address.optional().describe('base for REST when it differs; default: the same'),
  node: identifier(30),
  setId: identifier(5),
  user: credentialSchema,
  password: credentialSchema,
  oauth: oauthSchema.optional().describe('identity provider, PeopleTools 8.58 and later; left out: HTTP Basic'),
  readTimeoutSeconds: z.number().positive().max(600).default(45),
  writeTimeoutSeconds: z.number().positive().max(900).default(120),
  settleSeconds: z
    .number()
    .nonnegative()
    .max(7_200)
    .default(300)
    .describe(
      'longer than the server’s own service time-out: before it, absence proves nothing; see profileSchema for live data',
    ),
  rate: rateSchema.default({ requestsPerSecond: 2, concurrency: 1 }),
  soapToCi: soapToCiSchema.optional(),
  restCi: restCiSchema.optional(),
  portal: portalSchema.optional().describe('where people work in PeopleSoft, for links that open a row there'),
  deposit: depositServiceSchema,
  pendingItem: pendingItemServiceSchema
    .optional()
    .describe('service for items from outside; only where a unit wants its Stripe invoices in Receivables'),
  queries: queriesSchema,
  databaseZone: z
    .string()
    .refine(isZone, { error: 'is not a time zone such as America/New_York' })
    .optional()
    .describe('IANA zone of the database’s clock, for the times PeopleSoft Query gives without an offset'),
  quietWindow: z
    .preprocess(asList, z.array(quietWindowSchema).min(1).max(20).nullable())
    .describe('one window or a list of them, in any of which bulk reads and bulk posting may run; null: always'),
  blackouts: z
    .array(blackoutSchema)
    .max(200)
    .default([])
    .describe('whole days on which no bulk work runs, whatever the windows say'),
  sender: z
    .enum(['integrationId', 'approver'])
    .default('integrationId')
    .describe(
      'who sends payments: the integration id (user above) at any hour, or only the approver’s own operator id, while she is signed in',
    ),
  approverSignsIn: z
    .boolean()
    .default(false)
    .describe('an approval needs the approver signed in to PeopleSoft, so that payments name a proven operator id'),
  bulkPace: z
    .strictObject({ paymentsPerDeposit: z.number().int().min(1).max(1_000).default(200) })
    .default({ paymentsPerDeposit: 200 }),
  oneClickWaits: z
    .boolean()
    .default(false)
    .describe('a strict site: even "approve and post" waits for the window; "send now" asks for a reason'),
});

export const stripeProfileSchema = z.strictObject({
  address: address.default('https://api.stripe.com'),
  key: credentialSchema,
  account: identifier(64).optional().describe('acct_… expected behind the key; another one is refused'),
  livemode: z.boolean().describe('true refuses test data, false refuses live data'),
  customerIdKeys: z
    .array(identifier(40))
    .default(['peoplesoft_customer'])
    .describe('metadata keys of a Stripe customer that may hold its PeopleSoft customer id'),
  sharedIdKey: identifier(40)
    .optional()
    .describe('metadata key of a Stripe customer with an id of a third system, kept in PeopleSoft as well'),
  lookBackSeconds: z.number().int().min(0).max(86_400).default(3_600),
  rate: rateSchema.default({ requestsPerSecond: 8, concurrency: 4 }),
});

export const unitSchema = z.strictObject({
  unit: identifier(30),
  businessUnits: z.array(identifier(5)).min(1).describe('PeopleSoft business units whose items this unit pays'),
  depositBu: identifier(5),
  zone: z.string().min(1).describe('IANA zone of the cut-off, e.g. America/New_York'),
  goLiveDate: plainDate.nullable().describe('movements before it are never posted; without it nothing posts'),
  /** Which movements are this unit's: by presentment currency, so that each movement belongs to one unit only. */
  currencies: z.array(currency).min(1),
  clearing: z
    .array(
      z.strictObject({
        settlementCurrency: currency,
        bankCode: identifier(5),
        bankAccountKey: z.string().min(1).max(4),
        cashAccount: identifier(10),
        paymentMethod: identifier(3).default('EFT'),
      }),
    )
    .min(1)
    .describe('clearing bank and cash account per settlement currency; never a payout bank'),
  peopleSoftExponents: z
    .record(currency, z.number().int().min(0).max(3))
    .default({})
    .describe('decimals of PeopleSoft’s currency table where they are not 2'),
  refunds: z
    .strictObject({
      entryType: identifier(5).describe('entry type of money that goes out: it must leave the item where it is'),
      voucherEntryTypes: z
        .array(identifier(5))
        .default([])
        .describe(
          'entry types that feed the refund-to-voucher process; none of them is ever sent, as Stripe has paid already',
        ),
    })
    .optional()
    .describe(
      'entry types of refunds and disputes; left out: the site’s default entry type is known not to make a voucher',
    ),
  bookings: bookingsSchema.optional(),
  stripeInvoices: z
    .union([z.literal('matchOnly'), invoiceItemsSchema])
    .optional()
    .describe(
      'matchOnly (also when left out): charges are matched to items that are there; else Stripe invoices become items',
    ),
  chargeWithoutItem: chargeWithoutItemSchema
    .optional()
    .describe('what a person may do with a charge that no item takes; left out: put it on account'),
  straightThrough: z
    .strictObject({
      ruleIds: z.array(z.string()),
      limitMinor: z.record(currency, z.number().int().positive()),
      approvedBy: z.string().min(1),
    })
    .nullable()
    .describe(
      'rules a reviewer lets approve on their own, up to an amount per currency; null: a person approves everything',
    ),
});

const profileFields = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1).max(80),
  stripe: stripeProfileSchema,
  peoplesoft: peopleSoftProfileSchema,
  units: z.array(unitSchema).min(1),
  matching: matchingTolerancesSchema.default(DEFAULT_TOLERANCES),
  linking: linkingSchema.default(DEFAULT_LINKING),
  pollMinutes: z.number().min(0.1).max(1_440).default(5),
  extraCaFile: z.string().optional(),
});
/** Below this no server's time-out lies, whatever time-out the profile gives its own writes. */
const LEAST_LIVE_SETTLE_SECONDS = 60;

/** With live data a payment that is still being saved must never pass for one that is absent; test data may be impatient. */
export const profileSchema = profileFields.superRefine(({ stripe, peoplesoft, linking, units }, context) => {
  for (const { path, message } of linkingFaults(linking, stripe.sharedIdKey, peoplesoft.queries.sharedIdField))
    context.addIssue({ code: 'custom', path: [...path], message });
  for (const [at, { refunds }] of units.entries())
    if (refunds?.voucherEntryTypes.includes(refunds.entryType) === true)
      context.addIssue({
        code: 'custom',
        path: ['units', at, 'refunds', 'entryType'],
        message: `entry type ${refunds.entryType} feeds the refund-to-voucher process: Payables would pay the customer again what Stripe has paid back already`,
      });
  for (const [at, { bookings }] of units.entries())
    if (templatesOf(bookings).length > 0 && peoplesoft.queries.accountingTemplates === undefined)
      context.addIssue({
        code: 'custom',
        path: ['units', at, 'bookings'],
        message:
          'direct journals need the query peoplesoft.queries.accountingTemplates: without it nobody sees whether a template is active before it is sent',
      });
  for (const [at, unit] of units.entries())
    for (const { path, message } of invoiceItemFaults(unit, peoplesoft))
      context.addIssue({ code: 'custom', path: ['units', at, ...path], message });
  const leastSeconds = Math.max(LEAST_LIVE_SETTLE_SECONDS, peoplesoft.writeTimeoutSeconds);
  if (!stripe.livemode || peoplesoft.settleSeconds >= leastSeconds) return;
  context.addIssue({
    code: 'custom',
    path: ['peoplesoft', 'settleSeconds'],
    message: `with live data at least ${leastSeconds} seconds (the write time-out, and never under ${LEAST_LIVE_SETTLE_SECONDS}), and longer than the server’s own time-out: before it a payment that is still being saved looks absent and would be sent twice`,
  });
});
export type Profile = z.infer<typeof profileSchema>;
export type PeopleSoftProfile = Profile['peoplesoft'];
export type StripeProfile = Profile['stripe'];
export type UnitProfile = Profile['units'][number];
/** Whether a unit wants its Stripe invoices in Receivables. */
export function makesItems({ stripeInvoices }: Pick<UnitProfile, 'stripeInvoices'>): boolean {
  return stripeInvoices !== undefined && stripeInvoices !== 'matchOnly';
}
export type DepositService = z.infer<typeof depositServiceSchema>;
