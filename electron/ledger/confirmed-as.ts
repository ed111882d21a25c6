/** By what a confirming person was known, for the audit row of her confirmation. */
export interface ConfirmedAs {
  /** Sign-in name of the operating system her window runs under. */
  readonly osUser: string;
  /** Operator id she has proven against PeopleSoft in that window; null: she is who the operating system says. */
  readonly operatorId: string | null;
}
