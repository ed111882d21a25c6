import { openReader } from '../../../electron/ledger/connect-ledger.ts';
import { checkAnchors } from '../../../electron/ledger/audit-anchor.ts';
import { homePaths, readHomeMark } from '../../../electron/ledger/home.ts';
import { findViolations } from '../../../electron/ledger/invariants.ts';
import { unlockHome } from '../../../electron/ledger/key.ts';
import { companyPaths } from '../../../electron/sample/company-folder.ts';
import { readPeopleSoftBooks } from '../../../electron/sample/peoplesoft/books-view.ts';

/** Payments that came in through the service, from the PeopleSoft simulator's own books: every field that is money or says whose. */
export function servicePayments(sampleFolder: string): readonly { readonly id: string; readonly text: string }[] {
  const books = readPeopleSoftBooks(companyPaths(sampleFolder).peoplesoftBooks);
  try {
    const payments: { id: string; text: string }[] = [];
    for (const each of books.payments()) {
      if (each.origin !== 'tieout service') continue;
      const items = each.applications
        .map(
          ({ businessUnit, custId, item, itemLine, amount }) =>
            `${businessUnit}/${custId}/${item}/${itemLine}=${amount}`,
        )
        .toSorted();
      const { paymentId, externalId, custId, amount, currency, accountingDate, bankCode, bankAccountKey, status } =
        each;
      const money = [custId, amount, currency, accountingDate, bankCode, bankAccountKey, status, ...items];
      payments.push({ id: paymentId, text: [paymentId, externalId, ...money].join(' ') });
    }
    return payments;
  } finally {
    books.close();
  }
}

export interface BooksDifference {
  readonly doubled: readonly string[];
  readonly lost: readonly string[];
  /** There, but not as in the undisturbed run, or not in it at all. */
  readonly wrong: readonly string[];
}

/** How final books differ from those of an undisturbed run of the same company. */
export function compareBooks(
  undisturbed: ReturnType<typeof servicePayments>,
  final: ReturnType<typeof servicePayments>,
): BooksDifference {
  const wanted = new Map(undisturbed.map(({ id, text }) => [id, text]));
  const seen = new Set<string>();
  const doubled: string[] = [];
  const wrong: string[] = [];
  for (const { id, text } of final) {
    if (seen.has(id)) doubled.push(text);
    else if (wanted.get(id) !== text) wrong.push(text);
    seen.add(id);
  }
  return { doubled, wrong, lost: undisturbed.filter(({ id }) => !seen.has(id)).map(({ text }) => text) };
}

/** Broken laws of a sample home's ledger, and what its anchors say; empty when all is well. */
export async function ledgerProblems(
  home: string,
): Promise<{ readonly laws: readonly string[]; readonly audit: readonly string[] }> {
  const paths = homePaths(home);
  const mark = readHomeMark(paths);
  if (mark === null) return { laws: ['the home has no mark'], audit: [] };
  const { key } = await unlockHome(paths, mark, { vault: null, recoveryKey: null, keyFile: null });
  const db = openReader(paths.ledger, key);
  try {
    const violations = findViolations(db);
    const { problem } = checkAnchors(db, paths.anchors);
    return {
      laws: violations.filter(({ code }) => code !== 'AUDIT_CHAIN').map(({ code }) => code),
      audit: [
        ...violations.filter(({ code }) => code === 'AUDIT_CHAIN').map(({ code }) => code),
        ...(problem === null ? [] : [problem]),
      ],
    };
  } finally {
    db.close();
  }
}
