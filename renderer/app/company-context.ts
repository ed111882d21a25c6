import { createContext, useContext } from 'react';
import type { QueryOutput } from '../../shared/contract/contract.ts';

export type Session = QueryOutput<'session.current'>;
/** The session, and the unit the screens show. */
export interface Company {
  readonly session: Session;
  readonly unit: Session['units'][number];
  readonly chooseUnit: (unit: string) => void;
}

const CompanyContext = createContext<Company | null>(null);
export const CompanyProvider = CompanyContext.Provider;

/** The company on screen; throws before the session is known. */
export function useCompany(): Company {
  const company = useContext(CompanyContext);
  if (company === null) throw new Error('useCompany is called before the session is known');
  return company;
}
