import { companyPaths } from '../../electron/sample/company-folder.ts';
import { openTruth } from '../../electron/sample/truth.ts';
import { firstRound, startProduct } from './product-under-test.ts';
import type { Product } from './product-under-test.ts';

/**
 * Measures the suspected duplicates of the sample company against its answer key:
 * `npx node test/support/duplicate-quality.ts MOVEMENTS SEED…` prints recall and precision of the clusters by story and kind.
 */
const SECOND: Readonly<Record<string, string>> = {
  retriedDuplicate: 'retriedOriginal',
  twoSessionsAgain: 'twoSessionsFirst',
  paidTwiceAgain: 'paidTwiceFirst',
};

interface Tally {
  planted: Map<string, number>;
  found: Map<string, number>;
  right: Map<string, number>;
  suspected: Map<string, number>;
  wrong: string[];
}
const add = (map: Map<string, number>, key: string, by = 1) => map.set(key, (map.get(key) ?? 0) + by);

async function judge(product: Product, tally: Tally): Promise<void> {
  const truth = openTruth(`${product.home}/sample`);
  const stories = new Map([...truth.movements()].map((each) => [each.objectId, each.story]));
  truth.close();
  const doubled = product.readBooks((books) => {
    const names = new Map<string, number>();
    for (const { paymentId } of books.payments()) add(names, paymentId);
    return names;
  });
  for (const story of stories.values()) {
    if (story in SECOND) add(tally.planted, story);
    if (story.startsWith('doubledBy')) add(tally.planted, story);
  }
  const byPayment = new Map([...openReceipts(product)].map(([receipt, story]) => [receipt, story]));
  const session = await product.line.ask('session.current', {});
  for (const { unit } of session.units) {
    const { token, total } = await product.line.ask('view.open', { list: 'duplicates', unit, facet: 'all' });
    for (let offset = 0; offset < total; offset += 500) {
      const page = await product.line.ask('view.page', { token, offset, limit: 500 });
      for (const row of page.list === 'duplicates' ? page.rows : []) {
        // How good these are is measured by the bench `quality-doubles`.
        if (row.kind === 'doubleCustomer') continue;
        const detail = await product.line.ask('duplicate.detail', { clusterId: row.key });
        add(tally.suspected, row.kind);
        const names = detail.members.map(({ name }) => name);
        const told = names.map((name) => stories.get(name) ?? byPayment.get(name) ?? name);
        const second = told.find((story) => story in SECOND);
        const first = second === undefined ? undefined : SECOND[second];
        const double =
          told.find((story) => story.startsWith('doubledBy')) ??
          (doubledName(names, doubled) ? 'doubledByInterface' : undefined);
        if (second !== undefined && told.every((story) => story === second || story === first)) {
          add(tally.right, row.kind);
          add(tally.found, second, told.filter((story) => story === second).length);
        } else if (row.kind === 'doublePosting' && double !== undefined) {
          add(tally.right, row.kind);
          add(tally.found, double);
        } else
          tally.wrong.push(
            `${row.kind} ${row.score} ${told.join(' + ')} | ${detail.points.map((p) => `${p.signal}${p.points}`).join(' ')}`,
          );
      }
    }
  }
}

/** Receipts that a story keyed, by their payment id. */
function openReceipts(product: Product): Map<string, string> {
  const truth = openTruth(`${product.home}/sample`);
  const found = new Map<string, string>();
  for (const { receipt, story } of truth.movements()) if (receipt !== null) found.set(receipt, story);
  truth.close();
  return found;
}

function doubledName(names: readonly string[], counts: ReadonlyMap<string, number>): boolean {
  return new Set(names).size === 1 && (counts.get(names[0] ?? '') ?? 0) > 1;
}

const [movements = '2000', ...seeds] = process.argv.slice(2);
const all: Tally = { planted: new Map(), found: new Map(), right: new Map(), suspected: new Map(), wrong: [] };
for (const seed of seeds.length === 0 ? ['7'] : seeds) {
  const product = await startProduct({ movements: Number(movements), seed: Number(seed) });
  try {
    await firstRound(product);
    await judge(product, all);
  } finally {
    await product.stop();
  }
  process.stderr.write(`seed ${seed} done\n`);
}
void companyPaths;
const share = (part: number, of: number) => (of === 0 ? '—' : `${part}/${of} = ${(part / of).toFixed(3)}`);
for (const [story, count] of all.planted)
  process.stdout.write(`recall ${story}: ${share(all.found.get(story) ?? 0, count)}\n`);
for (const [kind, count] of all.suspected)
  process.stdout.write(`precision ${kind}: ${share(all.right.get(kind) ?? 0, count)}\n`);
for (const line of all.wrong.slice(0, 40)) process.stdout.write(`  other: ${line}\n`);
