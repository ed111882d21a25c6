/** A list of callbacks. Calling `add` returns the function that removes what was added. */
export interface Listeners<Value> {
  readonly add: (listener: (value: Value) => void) => () => void;
  readonly tell: (value: Value) => void;
}

/** Makes an empty list of callbacks. */
export function makeListeners<Value>(): Listeners<Value> {
  const all = new Set<(value: Value) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    tell: (value) => {
      for (const listener of all) listener(value);
    },
  };
}
