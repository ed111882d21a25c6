import type { ReactNode } from 'react';
import { ObjectId } from '../../ui/object-id.tsx';
import { stripeDashboardUrl } from './stripe-dashboard.ts';

interface DashboardLinkProps {
  /** Where Stripe's dashboard shows the account; null: nowhere. */
  readonly base: string | null;
  readonly type: string;
  readonly id: string;
}

/** An id of Stripe, which opens in its dashboard where there is one. */
export function DashboardLink({ base, type, id }: DashboardLinkProps): ReactNode {
  if (base === null) return <ObjectId id={id} />;
  return (
    <a href={stripeDashboardUrl(base, type, id)} target="_blank" rel="noreferrer" title={`${id} in Stripe’s dashboard`}>
      <ObjectId id={id} />
    </a>
  );
}
