import type {
  CommandInput,
  CommandName,
  CommandOutput,
  QueryInput,
  QueryName,
  QueryOutput,
} from '../../../shared/contract/contract.ts';
import type { Session } from './session.ts';

/** One handler for every name of the contract; leaving one out does not compile. Inputs are already checked. */
export interface Handlers {
  readonly queries: { readonly [N in QueryName]: (input: QueryInput<N>, session: Session) => Promise<QueryOutput<N>> };
  readonly commands: {
    readonly [N in CommandName]: (input: CommandInput<N>, session: Session) => Promise<CommandOutput<N>>;
  };
}
