import type { QueryFlaw } from './query-flaws.ts';

/** How this PeopleSoft site is set up. Sites differ in every one of these; a client must not depend on any. */
export interface SiteSettings {
  readonly node: string;
  /** Site setting "schema namespace": base of the message namespaces. */
  readonly schemaNamespace: string;
  /** Base of the service namespaces in WSDLs. */
  readonly serviceNamespace: string;
  /** The target location of the WSDL: an internal host that clients outside cannot reach. */
  readonly internalAddress: string;
  readonly toolsVersion: string;
  /** Version behind the dot of each SOAPAction; `mixed`: V2 for Create, V1 for the others. */
  readonly actionVersion: 'V1' | 'V2' | 'mixed';
  /** `given`: the site does not number deposits; `next`: it does when the id is NEXT, and takes a given id as well. */
  readonly depositIds: 'next' | 'given';
  /** What the anonymous node's default user meets when a request has no user-name token. */
  readonly anonymous: 'password failed' | 'not defined';
  readonly findRowCap: number;
  /** The bearer token that REST services take for the integration user; null: none. */
  readonly bearerToken: string | null;
  /** How the integration user's own settings have dates; SOAPToCI reads them like that. */
  readonly userDates: 'YYYY-MM-DD' | 'MM/DD/YYYY' | 'DD/MM/YYYY' | 'DD-MON-YYYY';
}

/** Set-up that the control endpoint may change while the site runs. */
export interface SiteBehaviour {
  /** HTTP status of SOAP faults. */
  faultStatus: 500 | 200;
  /** Whether a refused save is a fault or an answer with notification 0 and messages. */
  editErrors: 'fault' | 'notification';
  /** Prefix of response elements: a default namespace, `m38:`, or one that the envelope uses as well. */
  responsePrefix: 'default' | 'prefixed' | 'reused';
  /** Whether faults about a payment name the payment's key, or only the deposit's. */
  rowKeysInFaults: boolean;
  lenient: boolean;
  /** Effective-dated rows of the past: left out of Get and closed to changes, as on a page without history, or open. */
  history: 'current' | 'all';
  /** Whether a CIFault holds its entries directly, or inside another element of that name. */
  faultNesting: 'direct' | 'nested';
  /** HTTP status of the gateway's status page. */
  gatewayPage: 200 | 403 | 404;
  decimals: 'three' | 'trimmed';
  /** Query values of characters may come with a leading blank, and padded with a trailing one. */
  blanksAroundValues: boolean;
  /** The JSON query answer spells its name key `queryname=`. */
  oddQueryNameKey: boolean;
  /** Site limit of rows a query fetches, below any maxrows; further rows are cut off silently. */
  queryRowCap: number;
  /** Payments saved less than this long ago are not in the reporting database yet. */
  reportingLagSeconds: number;
  /** Business units whose rows row security hides from the calling user. */
  hiddenBusinessUnits: readonly string[];
  /** What Payment Predictor makes of a payment that names a customer and no item. */
  withoutItems: 'onAccount' | 'worksheet';
  passwordExpired: boolean;
  /** What the database says about itself; a copy says something else, or, where nobody blanked it, the same GUID. */
  databaseName: string;
  environmentGuid: string;
  batchPaused: boolean;
  /** False: PeopleTools before 8.55, whose queries answer in XML only. */
  jsonQueries: boolean;
  /** Queries that are not built as asked for. */
  queryFlaws: readonly QueryFlaw[];
}

export const DEFAULT_SETTINGS: SiteSettings = {
  node: 'PSFT_EP',
  schemaNamespace: 'http://xmlns.oracle.com/Enterprise/Tools/schemas',
  serviceNamespace: 'http://xmlns.oracle.com/Enterprise/FSCM/services',
  internalAddress: 'http://psfin-app01.corp.invalid:8000',
  toolsVersion: '8.61.07',
  actionVersion: 'mixed',
  depositIds: 'next',
  anonymous: 'password failed',
  findRowCap: 300,
  bearerToken: null,
  userDates: 'MM/DD/YYYY',
};

export const DEFAULT_BEHAVIOUR: SiteBehaviour = {
  faultStatus: 500,
  editErrors: 'fault',
  responsePrefix: 'default',
  rowKeysInFaults: true,
  lenient: false,
  history: 'current',
  faultNesting: 'direct',
  gatewayPage: 200,
  decimals: 'three',
  blanksAroundValues: false,
  oddQueryNameKey: false,
  queryRowCap: 100_000,
  reportingLagSeconds: 0,
  hiddenBusinessUnits: [],
  withoutItems: 'onAccount',
  passwordExpired: false,
  databaseName: 'FSSAMPLE',
  environmentGuid: '5d0b8f0e-6a41-11f1-9c55-0a1b2c3d4e5f',
  batchPaused: false,
  jsonQueries: true,
  queryFlaws: [],
};
