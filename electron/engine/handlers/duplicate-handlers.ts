import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import { decideDuplicate, undoDuplicate } from '../duplicates/decide-duplicate.ts';
import { duplicateDetail } from '../duplicates/duplicate-detail.ts';
import { duplicateRows } from '../duplicates/duplicate-view.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { approver, decider, whyNotApprove } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';

async function showDuplicate(
  context: EngineContext,
  { clusterId }: QueryInput<'duplicate.detail'>,
  session: Session,
): Promise<QueryOutput<'duplicate.detail'>> {
  const viewer = { id: session.actor.id, whyNotDecide: whyNotApprove(context, session) };
  return context.ledger.read(duplicateDetail, { clusterId, sample: context.options.sample, viewer });
}

/** A person says whether rows are one event. What is left over may then be matched and posted. */
async function decide(
  context: EngineContext,
  { expiresDate, ...input }: CommandInput<'duplicate.decide'>,
  session: Session,
): Promise<CommandOutput<'duplicate.decide'>> {
  const args = { ...approver(context, session), ...input, expiresDate: expiresDate as PlainDate | null };
  const { text } = await context.ledger.write(decideDuplicate, args);
  return said(context, input.clusterId, text);
}

async function undo(
  context: EngineContext,
  { clusterId }: CommandInput<'duplicate.undo'>,
  session: Session,
): Promise<CommandOutput<'duplicate.undo'>> {
  const { text } = await context.ledger.write(undoDuplicate, { ...decider(context, session), clusterId });
  return said(context, clusterId, text);
}

async function said(
  context: EngineContext,
  clusterId: number,
  text: string,
): Promise<CommandOutput<'duplicate.decide'>> {
  context.hub.changed('duplicates', 'customers', 'movements', 'items', 'audit');
  context.work.matchSoon();
  const [row] = await context.ledger.read(duplicateRows, { keys: [clusterId] });
  if (row === undefined) throw new Error(`the suspicion ${clusterId} has no row`);
  return { text, row };
}

type DuplicateCommand = 'duplicate.decide' | 'duplicate.undo';

/** The engine's answers to the names of the screen of duplicates. */
export function duplicateHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], 'duplicate.detail'>;
  readonly commands: Pick<Handlers['commands'], DuplicateCommand>;
} {
  return {
    queries: { 'duplicate.detail': (input, session) => showDuplicate(context, input, session) },
    commands: {
      'duplicate.decide': (input, session) => decide(context, input, session),
      'duplicate.undo': (input, session) => undo(context, input, session),
    },
  };
}
