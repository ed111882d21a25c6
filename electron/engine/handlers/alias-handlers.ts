import type { CommandInput, CommandOutput } from '../../../shared/contract/contract.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { aliasRows } from '../customers/alias-view.ts';
import { changeCustomerAlias, rememberCustomer, turnCustomerAlias, type AliasSaid } from '../customers/keep-aliases.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { decider } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';

/** The engine's answers about what persons remember of customers; each changes what matching goes by. */
export function aliasHandlers(context: EngineContext): {
  readonly commands: Pick<Handlers['commands'], 'alias.remember' | 'alias.change' | 'alias.turn'>;
} {
  const { setId } = context.company.profile.peoplesoft;
  return {
    commands: {
      'alias.remember': async (input, session) =>
        said(context, await context.ledger.write(rememberCustomer, { ...decider(context, session), ...input, setId })),
      'alias.change': async (input, session) =>
        said(
          context,
          await context.ledger.write(changeCustomerAlias, { ...decider(context, session), ...input, setId }),
        ),
      'alias.turn': (input, session) => turn(context, input, session),
    },
  };
}

async function turn(
  context: EngineContext,
  input: CommandInput<'alias.turn'>,
  session: Session,
): Promise<CommandOutput<'alias.turn'>> {
  return said(context, await context.ledger.write(turnCustomerAlias, { ...decider(context, session), ...input }));
}

async function said(context: EngineContext, { text, aliasId }: AliasSaid): Promise<CommandOutput<'alias.turn'>> {
  context.hub.changed('customers', 'audit');
  context.work.matchSoon();
  const today = instantOf(context.nowMs()).slice(0, 10);
  const [row] = await context.ledger.read(aliasRows, { keys: [aliasId], today });
  if (row === undefined) throw new Error(`the alias ${aliasId} has no row`);
  return { text, row };
}
