import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { postingState } from '../../shared/contract/primitives.ts';
import { duplicateFacet } from '../../shared/contract/duplicates.ts';
import { facet } from '../../shared/contract/views.ts';
import { Clearing } from '../screens/clearing/clearing.tsx';
import { Connections } from '../screens/connections/connections.tsx';
import { CUSTOMER_TABS } from '../screens/customers/customer-tabs.ts';
import { Customers } from '../screens/customers/customers.tsx';
import { Duplicates } from '../screens/duplicates/duplicates.tsx';
import { Imports } from '../screens/imports/imports.tsx';
import { Invoices } from '../screens/invoices/invoices.tsx';
import { Mapping } from '../screens/mapping/mapping.tsx';
import { OwnCompany } from '../screens/own-company/own-company.tsx';
import { People } from '../screens/people/people.tsx';
import { Postings } from '../screens/postings/postings.tsx';
import { Rules } from '../screens/rules/rules.tsx';
import { TwoFiles } from '../screens/two-files/two-files.tsx';
import { Workbench } from '../screens/workbench/workbench.tsx';
import { LineGate } from './line-gate.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({
  component: () => (
    <LineGate>
      <Shell />
    </LineGate>
  ),
  notFoundComponent: () => <p className="gate">There is no such screen.</p>,
});

/** What an address of the workbench keeps, so that loading the page again keeps her place. */
export const workbenchSearch = z.object({
  facet: facet.optional().catch(undefined),
  row: z.number().int().positive().optional().catch(undefined),
});
export const postingsSearch = z.object({
  state: postingState.optional().catch(undefined),
  row: z.number().int().positive().optional().catch(undefined),
});

export const duplicatesSearch = z.object({
  facet: duplicateFacet.optional().catch(undefined),
  row: z.number().int().positive().optional().catch(undefined),
});

export const customersSearch = z.object({
  facet: z.enum(CUSTOMER_TABS).optional().catch(undefined),
  row: z.number().int().positive().optional().catch(undefined),
});

export const clearingSearch = z.object({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
});

const routes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    beforeLoad: () => {
      // TanStack Router takes a thrown redirect as its answer.
      // oxlint-disable-next-line typescript/only-throw-error -- the router's own way to redirect
      throw redirect({ to: '/workbench' });
    },
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/workbench',
    component: Workbench,
    validateSearch: workbenchSearch,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/postings',
    component: Postings,
    validateSearch: postingsSearch,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/clearing',
    component: Clearing,
    validateSearch: clearingSearch,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/duplicates',
    component: Duplicates,
    validateSearch: duplicatesSearch,
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/customers',
    component: Customers,
    validateSearch: customersSearch,
  }),
  createRoute({ getParentRoute: () => rootRoute, path: '/invoices', component: Invoices }),
  createRoute({ getParentRoute: () => rootRoute, path: '/imports', component: Imports }),
  createRoute({ getParentRoute: () => rootRoute, path: '/two-files', component: TwoFiles }),
  createRoute({ getParentRoute: () => rootRoute, path: '/connections', component: Connections }),
  createRoute({ getParentRoute: () => rootRoute, path: '/mapping', component: Mapping }),
  createRoute({ getParentRoute: () => rootRoute, path: '/rules', component: Rules }),
  createRoute({ getParentRoute: () => rootRoute, path: '/people', component: People }),
  createRoute({ getParentRoute: () => rootRoute, path: '/own-company', component: OwnCompany }),
] as const;

/** Screens by the part of the address behind `#`, which works alike under app:// and http://. */
export const router = createRouter({ routeTree: rootRoute.addChildren(routes), history: createHashHistory() });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
