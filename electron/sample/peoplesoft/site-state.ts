import type { Books } from './books-schema.ts';
import type { ReceivablesUpdate } from './receivables-update.ts';
import type { ServiceCatalog } from './service-catalog.ts';
import type { SignIn } from './sign-in.ts';
import type { SiteBehaviour, SiteSettings } from './site-settings.ts';
import type { Switches } from './switches.ts';

/** The running site: everything a request handler works with. */
export interface Site {
  readonly books: Books;
  readonly settings: SiteSettings;
  readonly behaviour: SiteBehaviour;
  readonly catalog: ServiceCatalog;
  readonly signIn: SignIn;
  readonly switches: Switches;
  readonly batch: ReceivablesUpdate;
  /** Virtual time in milliseconds since 1970. */
  readonly now: () => number;
  /** The operator id that integrations sign in with. */
  readonly integrationUser: string;
  readonly isAuthorised: (user: string) => boolean;
  /** Work that is committed only after a payment query was answered without it. */
  readonly heldBack: (() => void)[];
  /** Work that an application server still does alone after its answer was given up, by virtual time in milliseconds. */
  readonly later: { readonly dueMs: number; readonly perform: (atMs: number) => void }[];
  /** Waits in real time; ends early when the simulator closes. */
  readonly wait: (seconds: number) => Promise<void>;
}
