import type { AnyOperation } from '../../ledger/operation.ts';

export type OperationRegistry = ReadonlyMap<string, AnyOperation>;

/** All operations by name. Throws naming the operation when two have one name: the second would run in place of the first. */
export function operationRegistry(...lists: readonly (readonly AnyOperation[])[]): OperationRegistry {
  const registry = new Map<string, AnyOperation>();
  for (const operation of lists.flat()) {
    if (registry.has(operation.name)) throw new Error(`two ledger operations are named ${operation.name}`);
    registry.set(operation.name, operation);
  }
  return registry;
}
