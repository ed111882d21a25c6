import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { approveItem, withdrawItem } from '../../posting/items/approve-item.ts';
import { orderForPosting } from '../../posting/items/order-for-posting.ts';
import { closeWorkOrder } from '../../posting/items/work-orders.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { readInvoiceList } from '../views/invoice-view.ts';
import { approver, decider, whyNotApprove } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { whyNotDecide } from './permissions.ts';
import { whyNotAtOnce } from './send-at-once.ts';

function scopeOf(context: EngineContext, unitName: string) {
  const { profile } = context.company;
  const unit = context.company.unit(unitName);
  return { unit, setId: profile.peoplesoft.setId, livemode: profile.stripe.livemode, at: instantOf(context.nowMs()) };
}

/** What of Stripe's invoices waits to be in Receivables, what is approved, and what only a clerk can do. */
export async function listInvoices(
  context: EngineContext,
  input: QueryInput<'invoice.list'>,
  session: Session,
): Promise<QueryOutput<'invoice.list'>> {
  const viewer = {
    actor: session.actor.id,
    whyNotApprove: whyNotApprove(context, session),
    whyNotDecide: whyNotDecide(session),
  };
  const { sample } = context.options;
  const { portal } = context.company.profile.peoplesoft;
  return context.ledger.read(readInvoiceList, { ...scopeOf(context, input.unit), viewer, sample, portal });
}

/** Lets one document into Receivables; it leaves at once, or where the site says so with the next window. */
async function approveInvoice(
  context: EngineContext,
  input: CommandInput<'invoice.approve'>,
  session: Session,
): Promise<CommandOutput<'invoice.approve'>> {
  const { unit: name, post: wanted, ...what } = input;
  const { at: _, ...scope } = scopeOf(context, name);
  const waits = wanted ? whyNotAtOnce(context.company.profile.peoplesoft, context.nowMs()) : null;
  const post = wanted && waits === null;
  const who = approver(context, session);
  const postingKey = await context.ledger.write(approveItem, { ...scope, ...what, ...who, post, reason: null });
  context.hub.changed('postings', 'audit');
  if (post) context.work.postSoon(scope.unit);
  const later = waits === null ? 'Approved; it goes with the next round of posting.' : `Approved; it waits: ${waits}.`;
  return { postingKey, text: post ? 'Approved and on its way to PeopleSoft.' : later };
}

/** Takes an approved document back before it has left. */
async function withdrawApprovedItem(
  context: EngineContext,
  input: CommandInput<'invoice.withdraw'>,
  session: Session,
): Promise<CommandOutput<'invoice.withdraw'>> {
  const { postingKey: postingId, reason } = input;
  await context.ledger.write(withdrawItem, { ...decider(context, session), postingId, reason });
  context.hub.changed('postings', 'audit');
  return { text: 'Taken back; it waits among the invoices again.' };
}

/** A person says that a work order is done, or that nothing is to be done. */
async function closeOrder(
  context: EngineContext,
  input: CommandInput<'order.close'>,
  session: Session,
): Promise<CommandOutput<'order.close'>> {
  await context.ledger.write(closeWorkOrder, { ...decider(context, session), ...input });
  context.hub.changed('postings', 'audit');
  return { text: 'Closed; your reason is kept.' };
}

/** Keeps what is to be done in PeopleSoft with confirmed cash. */
async function openOrder(
  context: EngineContext,
  { postingKey: postingId, text }: CommandInput<'order.open'>,
  session: Session,
): Promise<CommandOutput<'order.open'>> {
  await context.ledger.write(orderForPosting, { ...decider(context, session), postingId, text });
  context.hub.changed('postings', 'audit');
  return { text: 'Kept as a work order, under Invoices.' };
}

type InvoiceCommand = 'invoice.approve' | 'invoice.withdraw' | 'order.open' | 'order.close';

/** The commands of the screen of invoices. */
export function invoiceCommands(context: EngineContext): Pick<Handlers['commands'], InvoiceCommand> {
  return {
    'invoice.approve': (input, session) => approveInvoice(context, input, session),
    'invoice.withdraw': (input, session) => withdrawApprovedItem(context, input, session),
    'order.open': (input, session) => openOrder(context, input, session),
    'order.close': (input, session) => closeOrder(context, input, session),
  };
}
