import { SAMPLE_PASSWORD, SAMPLE_PEOPLE } from '../people.ts';
import { readSite, type Books } from './books-schema.ts';
import { CUSTOMER_COMPONENT } from './customer-component.ts';
import { DEPOSIT_COMPONENT } from './deposit-component.ts';
import { createFolderTables } from './folder-component.ts';
import { commitDue, serveGateway, type GatewayRequest } from './gateway.ts';
import { PENDING_ITEM_COMPONENT } from './pending-item-component.ts';
import { createReceivablesUpdate, type BatchResult } from './receivables-update.ts';
import type { Reply } from './reply.ts';
import { createServiceCatalog, type CatalogService } from './service-catalog.ts';
import { createSignIn } from './sign-in.ts';
import { DEFAULT_BEHAVIOUR, DEFAULT_SETTINGS, type SiteBehaviour, type SiteSettings } from './site-settings.ts';
import type { Site } from './site-state.ts';
import { createSwitches, type Failure, type FailureOrder } from './switches.ts';

export interface SiteOptions {
  /** Virtual time in milliseconds since 1970. */
  readonly now: () => number;
  /** How a stalled answer waits: real seconds behind a socket, virtual ones in a simulation. */
  readonly wait: (seconds: number) => Promise<void>;
  readonly settings?: Partial<SiteSettings>;
  readonly behaviour?: Partial<SiteBehaviour>;
  /** Further services of the site, whatever component they are over. */
  readonly services?: readonly CatalogService[];
  /** Operator ids that may sign in but are not authorised to any operation or query. */
  readonly unauthorisedUsers?: Readonly<Record<string, string>>;
  /** The user behind an identity provider's access token; null: it is not good. Absent: REST takes HTTP Basic only. */
  readonly bearerUser?: (token: string) => string | null;
}

/** A PeopleSoft site over its books, without a socket: whoever has a request gets the reply. */
export interface OpenSite {
  readonly site: Site;
  readonly user: string;
  readonly password: string;
  /** Serves one request of the integration gateway; what it saves is committed before it resolves. */
  readonly answer: (request: GatewayRequest) => Promise<Reply>;
  /** From now on this operator id has another password. */
  readonly changePassword: (user: string, password: string) => void;
  readonly arm: (order: FailureOrder) => void;
  /** Failures that have not been shown as often as they were armed. */
  readonly armed: () => readonly Failure[];
  readonly disarm: () => void;
  readonly runBatch: (steps?: 'apply' | 'all') => Promise<BatchResult>;
}

/** Opens a site over finished books; the caller closes them. */
export function openSite(books: Books, options: SiteOptions): OpenSite {
  const user = readSite(books, 'user') ?? '';
  const password = readSite(books, 'password') ?? '';
  for (const { component } of options.services ?? []) createFolderTables(books, component.root);
  const colleagues = SAMPLE_PEOPLE.map(({ operatorId }) => [operatorId, SAMPLE_PASSWORD] as const);
  const unauthorised = Object.entries(options.unauthorisedUsers ?? {});
  const users = new Map([[user, password], ...colleagues, ...unauthorised]);
  const site = createSite(books, options, users);
  return {
    site,
    user,
    password,
    answer: (request) => serveGateway(site, request),
    changePassword: (of, to) => void users.set(of, to),
    arm: (order) => site.switches.arm(order),
    armed: () => site.switches.armed(),
    disarm: () => site.switches.clear(),
    runBatch(steps = 'all') {
      commitDue(site);
      return site.batch.run(steps);
    },
  };
}

function createSite(books: Books, options: SiteOptions, users: ReadonlyMap<string, string>): Site {
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const behaviour = { ...DEFAULT_BEHAVIOUR, ...options.behaviour };
  const switches = createSwitches();
  const unauthorised = options.unauthorisedUsers ?? {};
  const twist = () => {
    const form = switches.take('apply')?.form;
    return form === 'applyToOtherItems' || form === 'sendToWorksheet' ? form : null;
  };
  return {
    books,
    settings,
    behaviour,
    switches,
    catalog: createServiceCatalog(
      [DEPOSIT_COMPONENT, CUSTOMER_COMPONENT, PENDING_ITEM_COMPONENT],
      settings,
      options.services ?? [],
    ),
    signIn: createSignIn({
      users,
      anonymous: settings.anonymous,
      isExpired: () => behaviour.passwordExpired,
      ...(options.bearerUser === undefined ? {} : { bearerUser: options.bearerUser }),
    }),
    batch: createReceivablesUpdate({ books, now: options.now, twist, withoutItems: () => behaviour.withoutItems }),
    now: options.now,
    integrationUser: [...users.keys()][0] ?? '',
    isAuthorised: (user) => users.has(user) && !Object.hasOwn(unauthorised, user),
    heldBack: [],
    later: [],
    wait: options.wait,
  };
}
