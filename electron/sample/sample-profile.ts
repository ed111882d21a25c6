import { profileSchema, type Profile } from '../../shared/contract/profile.ts';
import { SAMPLE_GO_LIVE, SAMPLE_SET_ID, SAMPLE_UNITS } from './company/company.ts';
import { SITE_BOOKINGS, SITE_DEPOSIT, SITE_QUERIES, SITE_SHARED_ID_FIELD, SITE_REFUNDS } from './peoplesoft/site.ts';
import type { RunningSample } from './running-sample.ts';

/** Rules the sample's reviewer lets approve on their own (the ids of the matching rules that may decide alone). */
const APPROVED_RULES = [
  'keyed-by-hand',
  'reference-exact',
  'amount-customer-date',
  'amount-customer-set',
  'refund-of-charge',
  'refund-failed',
  'dispute-won',
];
/** Above anything Stripe lets one charge be (eight digits). */
const GENEROUS_MINOR = 100_000_000;
const AS_FAST_AS_IT_GOES = 10_000;
/** Decimals of the site's currency table where they are not 2. */
const EXPONENTS: Readonly<Record<string, number>> = { JPY: 0, ISK: 0, UGX: 0, KWD: 3 };

export const SAMPLE_SECRETS = {
  stripeKey: 'sample-stripe-key',
  user: 'sample-peoplesoft-user',
  password: 'sample-peoplesoft-password',
  identityClient: 'sample-identity-client',
} as const;

export interface SampleProfile {
  readonly profile: Profile;
  /** Name (as the profile refers to it) to secret, for the host's vault. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The connection profile of a running sample company: always open, unpaced, rules approved; and the secrets it refers to. */
export function sampleProfile(running: RunningSample): SampleProfile {
  const profile = profileSchema.parse({
    name: 'Sample company',
    stripe: {
      address: running.stripe.url,
      key: { vault: SAMPLE_SECRETS.stripeKey },
      account: running.stripe.account,
      livemode: false,
      sharedIdKey: 'crm_account',
      rate: { requestsPerSecond: AS_FAST_AS_IT_GOES, concurrency: 4 },
    },
    peoplesoft: {
      soapAddress: new URL('/PSIGW', running.peoplesoft.url).href,
      node: running.peoplesoft.node,
      setId: SAMPLE_SET_ID,
      user: { vault: SAMPLE_SECRETS.user },
      password: { vault: SAMPLE_SECRETS.password },
      ...identityProvider(running),
      settleSeconds: 0.5,
      rate: { requestsPerSecond: AS_FAST_AS_IT_GOES, concurrency: 4 },
      deposit: SITE_DEPOSIT,
      queries: { ...SITE_QUERIES, sharedIdField: SITE_SHARED_ID_FIELD },
      quietWindow: null,
    },
    units: SAMPLE_UNITS.map(unitProfile),
    pollMinutes: 0.5,
  });
  const { key } = running.stripe;
  const { user, password, oauth } = running.peoplesoft;
  const secrets = {
    [SAMPLE_SECRETS.stripeKey]: key,
    [SAMPLE_SECRETS.user]: user,
    [SAMPLE_SECRETS.password]: password,
    ...(oauth === undefined ? {} : { [SAMPLE_SECRETS.identityClient]: oauth.clientSecret }),
  };
  return { profile, secrets };
}

/** People may sign in by their browser; what Tieout itself reads goes with user and password. */
function identityProvider({ peoplesoft: { oauth } }: RunningSample): object {
  if (oauth === undefined) return {};
  const { tokenAddress, authorizeAddress, clientId } = oauth;
  const clientSecret = { vault: SAMPLE_SECRETS.identityClient };
  return { oauth: { tokenAddress, authorizeAddress, clientId, clientSecret, restCalls: 'basic' } };
}

function unitProfile(unit: (typeof SAMPLE_UNITS)[number]) {
  const known = unit.currencies.filter((currency) => EXPONENTS[currency] !== undefined);
  return {
    unit: unit.unit,
    businessUnits: [unit.businessUnit],
    depositBu: unit.depositBu,
    zone: unit.zone,
    goLiveDate: SAMPLE_GO_LIVE,
    currencies: [...unit.currencies],
    clearing: [
      {
        settlementCurrency: unit.settlement,
        bankCode: unit.bankCode,
        bankAccountKey: unit.bankAccountKey,
        cashAccount: unit.cashAccount,
      },
    ],
    peopleSoftExponents: Object.fromEntries(known.map((currency) => [currency, EXPONENTS[currency]])),
    refunds: SITE_REFUNDS,
    // One unit of the two, so that both ways are seen; a person approves them.
    ...(unit.unit === 'US' ? { bookings: SITE_BOOKINGS } : {}),
    straightThrough: {
      ruleIds: APPROVED_RULES,
      limitMinor: Object.fromEntries(unit.currencies.map((currency) => [currency, GENEROUS_MINOR])),
      approvedBy: 'sample reviewer',
    },
  };
}
