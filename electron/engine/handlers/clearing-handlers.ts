import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { addDays, firstOfNextMonth } from '../../../shared/domain/calendar.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { approveJournals } from '../../posting/journals/approve-journals.ts';
import { clearingListOf } from '../../posting/journals/clearing-list.ts';
import { clearingRowsOf } from '../../posting/journals/clearing-rows.ts';
import { journalScope, type JournalScope } from '../../posting/journals/journal-scope.ts';
import { toBeBooked, type ToBeBooked } from '../../posting/journals/to-be-booked.ts';
import { withdrawJournal } from '../../posting/journals/withdraw-journal.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { csvText, type CsvColumn } from '../csv-text.ts';
import { postingUnit } from '../views/posting-view.ts';
import { approver, decider, whyNotApprove } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { whyNotDecide, whyNotWork, worker } from './permissions.ts';
import { whyNotAtOnce } from './send-at-once.ts';

/** The days of a month in a unit, as far as they have begun. */
function monthScope(context: EngineContext, unit: UnitProfile, month: string): JournalScope {
  const from = `${month}-01`;
  const last = addDays(firstOfNextMonth(from), -1);
  const today = context.today(unit.unit);
  return journalScope(context.company.profile.units, unit, from, last < today ? last : today);
}

/** The one day of a line. */
function dayScope(context: EngineContext, unit: UnitProfile, days: readonly string[]): JournalScope {
  const [first = ''] = days.toSorted();
  return journalScope(context.company.profile.units, unit, first, days.toSorted().at(-1) ?? first);
}

async function listClearing(
  context: EngineContext,
  input: QueryInput<'clearing.list'>,
  session: Session,
): Promise<QueryOutput<'clearing.list'>> {
  const unit = context.company.unit(input.unit);
  const scope = monthScope(context, unit, input.month);
  const { units } = context.company.profile;
  const today = context.today(unit.unit);
  const viewer = {
    actor: session.actor.id,
    whyNotApprove: whyNotApprove(context, session),
    whyNotTakeBack: whyNotDecide(session),
    whyNotExport: whyNotWork(session),
  };
  return context.ledger.read(clearingListOf, { units, unit, scope, today, viewer });
}

async function readClearingRows(
  context: EngineContext,
  input: QueryInput<'clearing.rows'>,
): Promise<QueryOutput<'clearing.rows'>> {
  const unit = context.company.unit(input.unit);
  const line = { ...input.line, date: input.line.date as PlainDate };
  const scope = dayScope(context, unit, [line.date]);
  return context.ledger.read(clearingRowsOf, { scope, line, postingId: input.postingKey });
}

/** A person approves lines; they leave at once where she posts them, or with the next window where the site says so. */
async function approveClearing(
  context: EngineContext,
  input: CommandInput<'clearing.approve'>,
  session: Session,
): Promise<CommandOutput<'clearing.approve'>> {
  const unit = context.company.unit(input.unit);
  const { peoplesoft, stripe } = context.company.profile;
  const waits = input.post ? whyNotAtOnce(peoplesoft, context.nowMs()) : null;
  const post = input.post && waits === null;
  const approved = await context.ledger.write(approveJournals, {
    ...approver(context, session),
    unit,
    scope: dayScope(
      context,
      unit,
      input.lines.map(({ date }) => date),
    ),
    setId: peoplesoft.setId,
    livemode: stripe.livemode,
    picks: input.lines.map(({ date, acceptedDate, ...line }) => ({
      ...line,
      date: date as PlainDate,
      accountingDate: acceptedDate as PlainDate | null,
    })),
    post,
  });
  context.hub.changed('postings', 'audit');
  if (post) context.work.postSoon(unit);
  const what = approved.length === 1 ? '1 journal approved' : `${approved.length} journals approved`;
  const next = waits === null ? (post ? 'on the way to PeopleSoft' : 'sent with the next round') : `waits: ${waits}`;
  return { approved: approved.length, text: `${what}; ${next}.` };
}

async function withdrawClearing(
  context: EngineContext,
  input: CommandInput<'clearing.withdraw'>,
  session: Session,
): Promise<CommandOutput<'clearing.withdraw'>> {
  const { postingKey: postingId, seenVersion } = input;
  await context.ledger.write(withdrawJournal, { ...decider(context, session), postingId, seenVersion });
  context.hub.changed('postings', 'audit');
  return {
    text: `Taken back in unit ${await context.ledger.read(postingUnit, { postingId })}; it is on the list again.`,
  };
}

const COLUMNS: readonly CsvColumn<ToBeBooked>[] = [
  { heading: 'Date', kind: 'text', value: ({ date }) => date },
  { heading: 'Class', kind: 'text', value: ({ journalClass }) => journalClass },
  { heading: 'Currency', kind: 'text', value: ({ currency }) => currency },
  {
    heading: 'Amount',
    kind: 'number',
    value: ({ amountMinor, exponent, currency }) => formatDecimal(money(amountMinor, exponent, currency)),
  },
  { heading: 'Transactions', kind: 'number', value: ({ count }) => String(count) },
  { heading: 'Payout transaction', kind: 'text', value: ({ balanceTransactionId }) => balanceTransactionId ?? '' },
  { heading: 'Stripe account', kind: 'text', value: ({ account }) => account },
  { heading: 'Clearing bank', kind: 'text', value: ({ bank }) => bank },
  { heading: 'Clearing account', kind: 'text', value: ({ cashAccount }) => cashAccount },
];

/** Writes what is to be booked by GL of a month, as CSV in the folder of the books; an earlier file of that month is replaced. */
async function exportClearing(
  context: EngineContext,
  input: CommandInput<'clearing.export'>,
  session: Session,
): Promise<CommandOutput<'clearing.export'>> {
  worker(session);
  const unit = context.company.unit(input.unit);
  const scope = monthScope(context, unit, input.month);
  const rows = await context.ledger.read(toBeBooked, { unit, scope });
  const folder = join(context.options.paths.folder, 'exports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = unit.unit.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  const file = join(folder, `to-be-booked-${name}-${input.month}.csv`);
  await writeFile(file, csvText(COLUMNS, rows), { mode: 0o600 });
  return { file, lines: rows.length };
}

type Clearing = 'clearing.list' | 'clearing.rows' | 'clearing.approve' | 'clearing.withdraw' | 'clearing.export';

/** The engine's answers to the names of the clearing list. */
export function clearingHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], Extract<keyof Handlers['queries'], Clearing>>;
  readonly commands: Pick<Handlers['commands'], Extract<keyof Handlers['commands'], Clearing>>;
} {
  return {
    queries: {
      'clearing.list': (input, session) => listClearing(context, input, session),
      'clearing.rows': (input) => readClearingRows(context, input),
    },
    commands: {
      'clearing.approve': (input, session) => approveClearing(context, input, session),
      'clearing.withdraw': (input, session) => withdrawClearing(context, input, session),
      'clearing.export': (input, session) => exportClearing(context, input, session),
    },
  };
}
