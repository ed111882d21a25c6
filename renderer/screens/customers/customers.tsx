import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClient } from '../../api/client-context.ts';
import { summaryQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useFindText } from '../../app/find-text.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { neighbourIn } from '../../ui/neighbour-in.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { Aliases } from './aliases.tsx';
import { CustomerFilter } from './customer-filter.tsx';
import { CustomerLinks } from './customer-links.tsx';
import { aliasFacetOf, CUSTOMER_TABS, linkFacetOf, type CustomerTab } from './customer-tabs.ts';
import { customersSentence } from './customer-words.ts';
import './customers.css';

const route = getRouteApi('/customers');
const TYPING_MS = 250;

/** Who is who: links of customers to decide, and the aliases that persons remember. */
export function Customers(): ReactNode {
  const { unit } = useCompany();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tab = search.facet ?? 'toDecide';
  const summary = useQuery(summaryQuery(useClient(), unit.unit)).data;
  const { text, find, focusBox } = useFindText();
  const wanted = useSettled(text, TYPING_MS).trim();
  const choose = (next: CustomerTab) => void navigate({ search: (old) => ({ ...old, facet: next }), replace: true });
  useKeys({
    previousFacet: () => choose(neighbourIn(CUSTOMER_TABS, tab, -1)),
    nextFacet: () => choose(neighbourIn(CUSTOMER_TABS, tab, 1)),
    find: () => focusBox(),
  });
  const filter = <CustomerFilter chosen={tab} summary={summary} choose={choose} />;
  const aliases = aliasFacetOf(tab);
  const list = { text: wanted, filter, clear: () => find('') };
  return (
    <section className="screen customers" aria-label="Customers to link">
      <ScreenHead title="Customers to link" sentence={customersSentence(summary)} />
      {aliases === null ? (
        <CustomerLinks {...list} facet={linkFacetOf(tab)} showAll={() => choose('all')} />
      ) : (
        <Aliases key={aliases} {...list} facet={aliases} />
      )}
    </section>
  );
}
