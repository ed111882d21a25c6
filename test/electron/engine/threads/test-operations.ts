import { appendAudit } from '../../../../electron/ledger/audit-store.ts';
import { getMeta, setMeta } from '../../../../electron/ledger/meta-store.ts';
import { defineRead, defineWrite } from '../../../../electron/ledger/operation.ts';
import { smallWriteWaits } from '../../../../electron/ledger/small-writes.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';

/** Operations that only tests need: to fail, to crash, to take long, to return typed arrays. */
export const putAll = defineWrite(
  'test.putAll',
  (db, args: { readonly rows: readonly (readonly [string, string])[] }) => {
    for (const [key, value] of args.rows) setMeta(db, key, value);
  },
);
export const putThenFail = defineWrite('test.putThenFail', (db, args: { readonly key: string }) => {
  setMeta(db, args.key, 'must not stay');
  throw new Error('failed on purpose');
});
export const putBulk = defineWrite(
  'test.putBulk',
  (db, args: { readonly key: string; readonly value: string }) => setMeta(db, args.key, args.value),
  { bulk: true },
);
export const noteOrder = defineWrite('test.noteOrder', (db, args: { readonly word: string }) =>
  setMeta(db, 'order', `${getMeta(db, 'order') ?? ''}${args.word} `),
);
export const noteOrderBulk = defineWrite(
  'test.noteOrderBulk',
  (db, args: { readonly word: string }) => setMeta(db, 'order', `${getMeta(db, 'order') ?? ''}${args.word} `),
  { bulk: true },
);
/** Goes on until a small write waits, or for so long; answers whether one did. */
export const untilSmallWaits = defineWrite(
  'test.untilSmallWaits',
  (db, { mostMs }: { readonly mostMs: number }): boolean => {
    const untilMs = performance.now() + mostMs;
    while (!smallWriteWaits(db)) if (performance.now() >= untilMs) return false;
    return true;
  },
  { bulk: true },
);
export const promise = defineWrite('test.promise', (db, args: { readonly key: string }) => {
  setMeta(db, args.key, 'must not stay');
  return Promise.resolve(1);
});
export const writeInRead = defineRead('test.writeInRead', (db, _args: null) =>
  db.prepare("INSERT INTO ledger_meta VALUES ('sneaked', 'in')").run(),
);
export const get = defineRead('test.get', (db, args: { readonly key: string }) => getMeta(db, args.key));
export const getBulk = defineRead('test.getBulk', (db, args: { readonly key: string }) => getMeta(db, args.key), {
  bulk: true,
});
export const columns = defineRead('test.columns', (_db, args: { readonly count: number }) => ({
  ids: new Int32Array(args.count).fill(7),
  text: 'beside',
}));
export const unclonable = defineRead('test.unclonable', (_db, _args: null) => () => 1);
export const crash = defineWrite('test.crash', (_db, _args: null) => {
  setImmediate(() => {
    throw new Error('crashed on purpose');
  });
});
export const audited = defineWrite('test.audited', (db, args: { readonly at: Instant; readonly subject: string }) =>
  appendAudit(db, { ...args, actor: 'TEST', machine: 'M1', action: 'test.done', detail: {} }),
);
/** Stands for any operation of the posting topic: anchored at once. */
export const posted = defineWrite('posting.testDone', (db, args: { readonly at: Instant }) =>
  appendAudit(db, { ...args, actor: 'TEST', machine: 'M1', action: 'posting.done', subject: 'posting/1', detail: {} }),
);

export const testOperations = [
  putAll,
  putThenFail,
  putBulk,
  noteOrder,
  noteOrderBulk,
  untilSmallWaits,
  promise,
  writeInRead,
  get,
  getBulk,
  columns,
  unclonable,
  crash,
  audited,
  posted,
];
