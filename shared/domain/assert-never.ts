/** Ends an exhaustive switch: does not compile when a case is missing, throws when unchecked data gets here all the same. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
