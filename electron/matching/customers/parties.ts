export interface StripeParty {
  readonly account: string;
  readonly customerId: string;
  readonly name: string | null;
  /** Values of the metadata keys in which the site keeps the PeopleSoft customer id. */
  readonly storedIds: readonly string[];
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
}
export type Evidence = Readonly<Record<string, string>>;
