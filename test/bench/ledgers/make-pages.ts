import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LISTED_TYPES, type ListedStripeType } from '../../../electron/connectors/stripe/types.ts';
import { companyPaths } from '../../../electron/sample/company-folder.ts';
import { SAMPLE_START } from '../../../electron/sample/company/company.ts';
import { startStripeSimulator } from '../../../electron/sample/stripe/simulator.ts';
import { writeCompany } from '../../../electron/sample/write-company.ts';
import { PATH_OF } from './stripe-pages.ts';

/**
 * Writes every list page the Stripe simulator answers for a sample company: node make-pages.ts FOLDER MOVEMENTS. One file a
 * type, one page a line, newest first as Stripe lists.
 */
async function makePages(folder: string, movements: number): Promise<void> {
  const company = join(folder, 'company');
  writeCompany(company, { seed: 7, movements });
  const simulator = await startStripeSimulator({
    folder: companyPaths(company).stripe,
    port: 0,
    clock: () => Date.parse(SAMPLE_START),
  });
  let objects = 0;
  try {
    for (const type of LISTED_TYPES) objects += await writePages(simulator, type, join(folder, `${type}.jsonl`));
  } finally {
    await simulator.close();
  }
  writeFileSync(join(folder, 'objects.json'), JSON.stringify(objects));
}

async function writePages(
  simulator: { url: string; key: string },
  type: ListedStripeType,
  file: string,
): Promise<number> {
  writeFileSync(file, '');
  let objects = 0;
  for (let after = ''; ;) {
    const answer = await fetch(`${simulator.url}${PATH_OF[type]}?limit=100${after}`, {
      headers: { authorization: `Bearer ${simulator.key}` },
    });
    const text = await answer.text();
    const page = JSON.parse(text) as { data: { id: string }[]; has_more: boolean };
    appendFileSync(file, `${JSON.stringify(page)}\n`);
    objects += page.data.length;
    const last = page.data.at(-1);
    if (!page.has_more || last === undefined) return objects;
    after = `&starting_after=${last.id}`;
  }
}

const [folder, movements] = process.argv.slice(2);
if (folder === undefined || movements === undefined) throw new Error('usage: make-pages.ts FOLDER MOVEMENTS');
await makePages(folder, Number(movements));
