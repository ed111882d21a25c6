import { describe, expect, it } from 'vitest';
import type { CallQueue } from '../../../../electron/engine/threads/call-queue.ts';
import { callQueue } from '../../../../electron/engine/threads/call-queue.ts';
import { operationRegistry } from '../../../../electron/engine/threads/operation-registry.ts';
import { operations } from '../../../../electron/engine/threads/operations.ts';
import { transferables } from '../../../../electron/engine/threads/transferables.ts';
import { defineRead } from '../../../../electron/ledger/operation.ts';

function filled(small: number, bulk: number): CallQueue {
  const queue = callQueue();
  const call = (name: string) => ({
    call: { id: 0, name, args: null },
    settle: () => undefined,
    fail: () => undefined,
  });
  for (let index = 0; index < bulk; index++) queue.add(call(`bulk${index}`), true);
  for (let index = 0; index < small; index++) queue.add(call(`small${index}`), false);
  return queue;
}
const names = (calls: ReturnType<CallQueue['take']>) => calls.map(({ call }) => call.name);

describe('the queue before a ledger thread', () => {
  it('lets small calls go first, together, and a bulk call alone', () => {
    const queue = filled(3, 2);
    expect(names(queue.take(2, 'fair'))).toEqual(['small0', 'small1']);
    expect(names(queue.take(2, 'fair'))).toEqual(['small2']);
    expect(names(queue.take(2, 'fair'))).toEqual(['bulk0']);
    expect(names(queue.take(2, 'small'))).toEqual([]);
    expect(names(queue.take(2, 'fair'))).toEqual(['bulk1']);
    expect(queue.size).toBe(0);
  });

  it('does not let small calls keep a bulk call waiting for ever', () => {
    const queue = filled(100, 1);
    const turns = Array.from({ length: 20 }, () => names(queue.take(1, 'fair'))[0]);
    expect(turns).toContain('bulk0');
  });

  it('gives the second reader bulk calls first', () => {
    const queue = filled(1, 1);
    expect(names(queue.take(1, 'bulkFirst'))).toEqual(['bulk0']);
    expect(names(queue.take(1, 'bulkFirst'))).toEqual(['small0']);
    expect(names(filled(2, 1).drain())).toEqual(['small0', 'small1', 'bulk0']);
  });
});

describe('the registry of operations', () => {
  it('refuses two operations of one name, and holds those of the product', () => {
    const one = defineRead('test.same', () => 1);
    const other = defineRead('test.same', () => 2);
    expect(() => operationRegistry([one], [other])).toThrow(/two ledger operations are named test.same/);
    expect(operations.has('audit.verify')).toBe(true);
  });
});

describe('what moves to another thread without a copy', () => {
  it('is the whole buffer of a typed array that is the value or a field of it, and nothing shared', () => {
    const ids = new Int32Array(4);
    expect(transferables(ids)).toEqual([ids.buffer]);
    expect(transferables({ ids, same: ids, scores: new Float64Array(2), name: 'x' })).toHaveLength(2);
    expect(transferables({ part: ids.subarray(1) })).toEqual([]);
    expect(transferables({ pooled: Buffer.from('abc'), shared: new Int32Array(new SharedArrayBuffer(8)) })).toEqual([]);
    for (const plain of [null, undefined, 1, 'x', [ids], {}]) expect(transferables(plain)).toEqual([]);
  });
});
