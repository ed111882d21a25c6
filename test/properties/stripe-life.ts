import { readKeptObject } from '../../electron/connectors/stripe/recorded/read-record.ts';
import { REPORTING_CATEGORIES } from '../../electron/connectors/stripe/reporting-categories.ts';
import { checkCompleteness } from '../../electron/ingest/completeness/check-completeness.ts';
import { heldFile } from '../../electron/ingest/files/file-source.ts';
import { importTable } from '../../electron/ingest/files/import-table.ts';
import { kindOfHeader } from '../../electron/ingest/files/stripe-report/report-kinds.ts';
import { openTableFile } from '../../electron/ingest/files/table-file.ts';
import { usualColumns } from '../../electron/ingest/files/table-kind.ts';
import { undoFileImport } from '../../electron/ingest/files/undo/undo-file-import.ts';
import { pollStripe } from '../../electron/ingest/stripe/poll.ts';
import { unitRules } from '../../electron/ingest/movements/unit-rules.ts';
import type { WriterHandle } from '../../electron/ledger/connect-ledger.ts';
import { verifyAudit } from '../../electron/ledger/audit-store.ts';
import { directLedger, runWrite } from '../../electron/ledger/direct-ledger.ts';
import { listFileImports } from '../../electron/ledger/file-import-store.ts';
import type { Ledger } from '../../electron/ledger/operation.ts';
import { recoverLedger } from '../../electron/ledger/operations.ts';
import { stripeProfileSchema } from '../../shared/contract/profile.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { activityReport, balanceSummary, payoutReconciliation } from '../electron/ingest/files/report-csv.ts';
import { UNIT_US } from '../electron/ingest/loopback-stripe.ts';
import { temporaryLedger } from '../electron/ledger/temporary-ledger.ts';
import { MemoryStripe } from './memory-stripe.ts';
import { stripeContents } from './stripe-contents.ts';
import { STORY } from './stripe-story.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-10-05T10:00:00Z');
const CHECKS_TO_SETTLE = 5;
const ACCOUNT = 'acct_1';
const profile = stripeProfileSchema.parse({ address: 'http://127.0.0.1:9', key: { env: 'K' }, livemode: false });

/** What Stripe's reports can be of, as they are downloaded. */
export type ReportKind = 'activity' | 'older' | 'newer' | 'reconciliation' | 'summary';
/** What the program and the world do. */
export type Step =
  | { readonly do: 'happen' | 'poll' | 'backfill' | 'check' }
  /** Stripe leaves objects out of its answers from then on; with none it leaves out none any more. */
  | { readonly do: 'hide'; readonly ids: readonly string[] }
  /** Answers end, one is lost, or the program is killed, after so many. */
  | { readonly do: 'cut' | 'lose' | 'kill'; readonly after: number }
  /** Time passes; this computer's clock is off by `skewDays` from then on. */
  | { readonly do: 'wait'; readonly days: number; readonly skewDays: number }
  /** A report is downloaded as Stripe's books stand. */
  | { readonly do: 'download'; readonly kind: ReportKind }
  /** One of the files downloaded so far is taken in or taken back; with `killAfter` the program is killed after so many writes. */
  | { readonly do: 'takeIn' | 'takeBack'; readonly file: number; readonly killAfter: number | null };

/** What belongs to the world and is the same however the program goes about it. */
export function isWorld(step: Step): boolean {
  return step.do === 'happen' || step.do === 'wait' || step.do === 'download' || step.do === 'hide';
}

class Killed extends Error {}

/** A program that is ended at one of its writes: what it wrote before is there, that write is not. */
function killedAfter(ledger: Ledger, writes: number): Ledger {
  let left = writes;
  return {
    read: (operation, args) => ledger.read(operation, args),
    write: (operation, args) => ((left -= 1) < 0 ? Promise.reject(new Killed()) : ledger.write(operation, args)),
  };
}

interface ReportFile {
  readonly name: string;
  readonly text: string;
}

export interface LifeLedger {
  readonly db: WriterHandle;
  readonly remove: () => void;
}

/** One ledger beside one Stripe, led through steps. */
export class StripeLife {
  readonly #made: LifeLedger;
  readonly #stripe = new MemoryStripe(START_MS);
  readonly #createdOf = new Map<string, number>();
  readonly #files: ReportFile[] = [];
  readonly #wanted = new Set<number>();
  #skewMs = 0;
  #next = 0;

  readonly #clock = { now: () => instantOf(this.#stripe.nowMs + this.#skewMs) };

  constructor(made: LifeLedger = temporaryLedger()) {
    this.#made = made;
  }

  /** The files that are to stand in the end. */
  get wanted(): ReadonlySet<number> {
    return this.#wanted;
  }

  close(): void {
    this.#made.remove();
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case 'happen':
        return this.#happen();
      case 'wait':
        this.#stripe.advance(step.days * DAY_MS);
        this.#skewMs = step.skewDays * DAY_MS;
        return undefined;
      case 'hide':
        return this.#stripe.hide(...step.ids);
      case 'download':
        return this.#download(step.kind);
      case 'poll':
        return void (await this.poll());
      case 'backfill':
        return void (await this.poll(undefined, true));
      case 'check':
        return void (await this.check(false));
      case 'cut':
      case 'lose':
        if (step.do === 'cut') this.#stripe.answerOnly(step.after);
        else this.#stripe.loseAnswer(step.after);
        await this.poll();
        this.#stripe.answerOnly(Number.POSITIVE_INFINITY);
        return this.#stripe.loseAnswer(Number.POSITIVE_INFINITY);
      case 'kill':
        return this.#killed(step.after, (ledger) => this.poll(ledger));
      case 'takeIn':
      case 'takeBack':
        return this.#playFile(step);
    }
  }

  /** Goes on to the end of the story and makes good what was cut off; `polls` false: of Stripe only files were ever seen. */
  async finish(wanted: ReadonlySet<number>, polls: boolean): Promise<unknown> {
    while (this.#next < STORY.length) this.#happen();
    this.#skewMs = 0;
    this.#stripe.hide();
    for (const file of this.#files.keys()) await (wanted.has(file) ? this.takeIn(file) : this.takeBack(file));
    if (polls)
      for (let round = 0; round < CHECKS_TO_SETTLE; round += 1) {
        this.#stripe.advance(DAY_MS);
        await this.poll();
        await this.check(true);
      }
    const audit = verifyAudit(this.#made.db);
    if (!audit.valid) throw new Error('the audit trail does not verify');
    return stripeContents(this.#made.db);
  }

  #happen(): void {
    const happening = STORY[this.#next];
    if (happening === undefined) return;
    const { make, event, daysBefore = 0 } = happening;
    this.#stripe.advance(daysBefore * DAY_MS);
    const key = JSON.stringify([make(0)['object'], make(0)['id']]);
    const created = this.#createdOf.get(key) ?? Math.floor(this.#stripe.nowMs / 1_000);
    this.#createdOf.set(key, created);
    this.#stripe.put(make(created), event);
    this.#stripe.advance(1_000);
    this.#next += 1;
  }

  #download(kind: ReportKind): void {
    const { objects } = this.#stripe;
    const transactions = [...objects.values()].filter((raw) => raw['object'] === 'balance_transaction');
    const inOrder = transactions.map((raw) => Number(raw['created'])).toSorted((left, right) => left - right);
    // The two thirds overlap in the middle, as months that are downloaded with a few days around them do.
    const third = Math.floor(inOrder.length / 3);
    const older = inOrder.at(-1 - third) ?? 0;
    const newer = inOrder[third] ?? 0;
    const texts: Record<ReportKind, () => string> = {
      activity: () => activityReport(objects),
      older: () => activityReport(objects, (raw) => Number(raw['created']) <= older),
      newer: () => activityReport(objects, (raw) => Number(raw['created']) >= newer),
      reconciliation: () => payoutReconciliation(objects, 'po_1'),
      summary: () => balanceSummary(objects, '2026-10-01', '2026-11-01'),
    };
    this.#files.push({ name: `${kind}-${this.#files.length}.csv`, text: texts[kind]() });
  }

  /** A poll of Stripe; a backfill reads all of it again. */
  poll(ledger: Ledger = directLedger(this.#made.db), isBackfill = false) {
    const since = isBackfill ? { since: instantOf(START_MS - DAY_MS) } : {};
    const { connector } = this.#stripe;
    return pollStripe({
      connector,
      ledger,
      profile: { stripe: profile, units: [UNIT_US] },
      clock: this.#clock,
      ...since,
    });
  }

  check(wholePoll: boolean, ledger: Ledger = directLedger(this.#made.db)) {
    return checkCompleteness(ledger, ACCOUNT, this.#clock.now(), { wholePoll });
  }

  async #playFile(step: Extract<Step, { file: number }>): Promise<void> {
    if (this.#files.length === 0) return;
    const file = step.file % this.#files.length;
    if (step.do === 'takeIn') this.#wanted.add(file);
    else this.#wanted.delete(file);
    const work = (ledger?: Ledger) => (step.do === 'takeIn' ? this.takeIn(file, ledger) : this.takeBack(file, ledger));
    if (step.killAfter === null) await work();
    else await this.#killed(step.killAfter, work);
  }

  async #killed(after: number, work: (ledger: Ledger) => Promise<unknown>): Promise<void> {
    await work(killedAfter(directLedger(this.#made.db), after)).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    // As every start does.
    runWrite(this.#made.db, recoverLedger, { at: this.#clock.now() });
  }

  #base(ledger: Ledger = directLedger(this.#made.db)) {
    return {
      ledger,
      owner: { account: ACCOUNT, livemode: false },
      units: unitRules({ units: [UNIT_US] }),
      actor: 'clerk',
      machine: 'pc',
      now: () => this.#clock.now(),
      knownCategories: REPORTING_CATEGORIES,
    };
  }

  /** Takes a file in, three rows at a time. */
  async takeIn(file: number, ledger?: Ledger): Promise<void> {
    const { name, text } = this.#files[file] ?? { name: '', text: '' };
    const table = await openTableFile(heldFile(name, [Buffer.from(text)]));
    const kind = kindOfHeader(table.headers);
    if (kind === null) throw new Error(`${name} is of no kind`);
    const map = { columns: usualColumns(kind, table.headers), numbers: 'point', dates: 'iso', zone: 'UTC' } as const;
    await importTable({ ...this.#base(ledger), kind, map, rowsAWrite: 3 }, table);
  }

  /** Takes back whatever stands of a file, four objects at a time. */
  async takeBack(file: number, ledger?: Ledger): Promise<void> {
    const name = this.#files[file]?.name;
    const standing = listFileImports(this.#made.db, 1_000).filter(
      (row) => row.fileName === name && row.state !== 'undone',
    );
    for (const { importId } of standing)
      await undoFileImport({ ...this.#base(ledger), readKept: readKeptObject, stepsAWrite: 4 }, importId);
  }
}
