import type { Particulars } from '../../../shared/domain/customer-particulars.ts';

export interface StripeParty {
  readonly account: string;
  readonly customerId: string;
  readonly name: string | null;
  /** Values of the metadata keys in which the site keeps the PeopleSoft customer id. */
  readonly storedIds: readonly string[];
  /** Absent: nothing but the name is known. Tax ids stand in `taxIds`, as Stripe keeps several. */
  readonly particulars?: Particulars;
  readonly taxIds?: readonly TypedTaxId[];
}
export interface TypedTaxId {
  /** As Stripe names them: `eu_vat`, `us_ein`, … */
  readonly type: string;
  readonly value: string;
}
export interface PeopleSoftParty {
  readonly setId: string;
  readonly custId: string;
  readonly name: string;
  readonly status: 'active' | 'inactive' | 'template';
  /** Stripe customer id kept on the PeopleSoft customer. */
  readonly externalId: string | null;
  /** Whether the last whole read still showed it. */
  readonly present: boolean;
  /** Absent: nothing but the name is known. */
  readonly particulars?: Particulars;
}
export type Evidence = Readonly<Record<string, string>>;
