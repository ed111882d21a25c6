/** One thing that a site's schema objects to in a document. */
export interface SchemaFinding {
  /**
   * `mapping`: the document has another form than the service, as every document under this mapping would; `row`: a value of this one
   * document does not fit.
   */
  readonly fault: 'mapping' | 'row';
  /** One sentence without its full stop, naming the property by its path. Nothing goes by its words. */
  readonly text: string;
}
