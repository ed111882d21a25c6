import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import { confirmBand } from '../customers/confirm-band.ts';
import { customerBand } from '../customers/customer-band.ts';
import { customerDetail } from '../customers/customer-detail.ts';
import { customerRows } from '../customers/customer-view.ts';
import { decideCustomer } from '../customers/decide-customer.ts';
import { retireCustomer } from '../customers/retire-customer.ts';
import { undoCustomer } from '../customers/undo-customer.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { decider } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { whyNotDecide } from './permissions.ts';

function showCustomer(
  context: EngineContext,
  { customerKey, custId }: QueryInput<'customer.detail'>,
  session: Session,
): Promise<QueryOutput<'customer.detail'>> {
  const { peoplesoft, stripe, linking } = context.company.profile;
  const asked = {
    customerKey,
    custId: custId ?? null,
    setId: peoplesoft.setId,
    sharedIdKey: stripe.sharedIdKey ?? null,
    linking,
    whyNotDecide: whyNotDecide(session),
  };
  return context.ledger.read(customerDetail, asked);
}

/** A person says whether two customers are one; what the Stripe customer pays is matched anew with it. */
async function decide(
  context: EngineContext,
  input: CommandInput<'customer.decide'>,
  session: Session,
): Promise<CommandOutput<'customer.decide'>> {
  const { peoplesoft, stripe } = context.company.profile;
  const site = { setId: peoplesoft.setId, sharedIdKey: stripe.sharedIdKey ?? null };
  const { text } = await context.ledger.write(decideCustomer, { ...decider(context, session), ...input, ...site });
  return said(context, input.customerKey, text);
}

/** Ends a link; what its customer pays after its last day is matched anew without it. */
async function retire(
  context: EngineContext,
  input: CommandInput<'customer.retire'>,
  session: Session,
): Promise<CommandOutput<'customer.retire'>> {
  const { setId } = context.company.profile.peoplesoft;
  const { text } = await context.ledger.write(retireCustomer, { ...decider(context, session), ...input, setId });
  return said(context, input.customerKey, text);
}

async function undo(
  context: EngineContext,
  { customerKey, whole = false }: CommandInput<'customer.undo'>,
  session: Session,
): Promise<CommandOutput<'customer.undo'>> {
  const { setId } = context.company.profile.peoplesoft;
  const asked = { ...decider(context, session), customerKey, setId, whole };
  const { text } = await context.ledger.write(undoCustomer, asked);
  return said(context, customerKey, text);
}

/** What is linked decides which items a customer's movements may pay. */
function changed(context: EngineContext): void {
  context.hub.changed('customers', 'movements', 'items', 'audit');
  context.work.matchSoon();
}

async function said(
  context: EngineContext,
  customerKey: number,
  text: string,
): Promise<CommandOutput<'customer.decide'>> {
  changed(context);
  const { setId } = context.company.profile.peoplesoft;
  const [row] = await context.ledger.read(customerRows, { keys: [customerKey], setId });
  if (row === undefined) throw new Error(`the Stripe customer ${customerKey} has no row`);
  return { text, row };
}

function showBand(
  context: EngineContext,
  { fromScore }: QueryInput<'customer.band'>,
  session: Session,
): Promise<QueryOutput<'customer.band'>> {
  const { setId } = context.company.profile.peoplesoft;
  return context.ledger.read(customerBand, { fromScore, setId, whyNot: whyNotDecide(session) });
}

async function confirmWholeBand(
  context: EngineContext,
  input: CommandInput<'customer.confirmBand'>,
  session: Session,
): Promise<CommandOutput<'customer.confirmBand'>> {
  const { setId } = context.company.profile.peoplesoft;
  const said = await context.ledger.write(confirmBand, { ...decider(context, session), ...input, setId });
  changed(context);
  return said;
}

/** The engine's answers to the names of the screen of customers to link. */
export function customerHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], 'customer.detail' | 'customer.band'>;
  readonly commands: Pick<
    Handlers['commands'],
    'customer.decide' | 'customer.undo' | 'customer.retire' | 'customer.confirmBand'
  >;
} {
  return {
    queries: {
      'customer.detail': (input, session) => showCustomer(context, input, session),
      'customer.band': (input, session) => showBand(context, input, session),
    },
    commands: {
      'customer.decide': (input, session) => decide(context, input, session),
      'customer.undo': (input, session) => undo(context, input, session),
      'customer.retire': (input, session) => retire(context, input, session),
      'customer.confirmBand': (input, session) => confirmWholeBand(context, input, session),
    },
  };
}
