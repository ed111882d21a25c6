import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ContractClient } from './client.ts';
import type { LineState } from './transport.ts';

const ClientContext = createContext<ContractClient | null>(null);
export const ClientProvider = ClientContext.Provider;

/** The contract client of this window; throws outside of `ClientProvider`. */
export function useClient(): ContractClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('useClient is called outside of ClientProvider');
  return client;
}

/** How the line to the engine stands now; renders again when it changes. */
export function useLineState(): LineState {
  const client = useClient();
  return useSyncExternalStore(client.onLineState, client.lineState);
}
