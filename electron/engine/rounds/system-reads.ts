import type { Instant } from '../../../shared/domain/ids.ts';
import type { SystemName } from '../../../shared/domain/states.ts';
import { pollPeopleSoft } from '../../ingest/peoplesoft/poll.ts';
import { pollStripe } from '../../ingest/stripe/poll.ts';
import { failureKind, recordPollOutcome } from '../../ingest/poll-operations.ts';
import { NO_COUNTS, pollOutcome, type PollOutcome, type SyncReport } from '../../ingest/sync-report.ts';
import { readConnections, writeConnection } from '../../ledger/operations.ts';
import { quietWindowState } from '../../posting/sending/quiet-window.ts';
import type { Stop } from '../../posting/sending/stop.ts';
import { checkSystem } from '../check-company.ts';
import { rereadKept } from './reread-kept.ts';
import { withCompleteness } from './stripe-completeness.ts';
import { withUnreadable } from './unreadable-objects.ts';
import type { WorkOptions, WorkRequest } from './work.ts';

export interface ReadRequest extends WorkRequest {
  readonly since?: Instant;
  readonly nextTryAt?: Instant | null;
  readonly ignoreWindow?: boolean;
}
type ReadOptions = Pick<WorkOptions, 'ledger' | 'company' | 'ports' | 'hub' | 'identities' | 'posting'>;

/** Reading of both systems: one poll of a system at a time, whoever asks for it. */
export class SystemReads {
  readonly #options: ReadOptions;
  readonly #inBackground: (name: string, work: () => Promise<unknown>) => void;
  readonly #stop: AbortSignal;
  readonly #running = new Map<SystemName, Promise<PollOutcome>>();
  readonly #identifying = new Set<SystemName>();
  #reread: Promise<unknown> | null = null;

  /** `stop` ends everything; what is not waited for goes through `inBackground`. */
  constructor(
    options: ReadOptions,
    stop: AbortSignal,
    inBackground: (name: string, work: () => Promise<unknown>) => void,
  ) {
    this.#options = options;
    this.#stop = stop;
    this.#inBackground = inBackground;
  }

  /** Reads the systems side by side. A poll of one system that is already running is joined, not doubled. */
  async read(systems: readonly SystemName[], request: ReadRequest): Promise<SyncReport> {
    const outcomes = await Promise.all(
      systems.map(async (system) => [system, await this.#join(system, request)] as const),
    );
    this.#options.hub.changed('movements', 'items', 'connections');
    for (const [system, outcome] of outcomes) if (wasAnswered(outcome)) this.#identifyOnce(system);
    const report = { systems: Object.fromEntries(outcomes.map(([system, outcome]) => [system, outcome.report])) };
    const failed = outcomes.filter(([, { failures }]) => failures.length > 0);
    const stands = outcomes.flatMap(([system, { standing = [] }]) =>
      standing.length === 0 ? [] : [[system, standing] as const],
    );
    return {
      ...report,
      ...(failed.length === 0
        ? {}
        : { failures: Object.fromEntries(failed.map(([system, { failures }]) => [system, failures])) }),
      ...(stands.length === 0 ? {} : { standing: Object.fromEntries(stands) }),
    };
  }

  /** Resolves when no poll runs. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  #join(system: SystemName, request: ReadRequest): Promise<PollOutcome> {
    const running = this.#running.get(system);
    if (running !== undefined) return running;
    const read = (system === 'stripe' ? this.#readStripe(request) : this.#readPeopleSoft(request))
      .then((outcome) => withUnreadable(outcome, this.#options.ledger, system))
      .finally(() => this.#running.delete(system));
    this.#running.set(system, read);
    return read;
  }

  /** Once after an update: what the ledger holds of Stripe gets the details that are kept now. A poll waits for it. */
  rereadKept(): Promise<unknown> {
    const { ledger, company, ports } = this.#options;
    this.#reread ??= rereadKept({
      ledger,
      profile: company.profile,
      now: () => ports.clock.now(),
      signal: this.#stop,
    }).catch((error: unknown) => {
      this.#reread = null;
      throw error;
    });
    return this.#reread;
  }

  async #readStripe(request: ReadRequest): Promise<PollOutcome> {
    const { ledger, company, ports } = this.#options;
    const signal = this.#signal(request);
    const { nextTryAt = null } = request;
    await this.rereadKept();
    const outcome = await pollStripe({
      connector: company.stripe,
      ledger,
      profile: company.profile,
      clock: ports.clock,
      signal,
      nextTryAt,
      ...(request.since === undefined ? {} : { since: request.since }),
      onProgress: ({ read, text }) => request.onProgress?.(read, null, text),
    });
    const account = company.profile.stripe.account ?? null;
    const now = () => ports.clock.now();
    const zones = company.profile.units.map(({ zone }) => zone);
    return withCompleteness(outcome, { connector: company.stripe, ledger, account, now, zones, signal, nextTryAt });
  }

  async #readPeopleSoft(request: ReadRequest): Promise<PollOutcome> {
    const { ledger, company, ports, posting } = this.#options;
    const window = quietWindowState(company.profile.peoplesoft, Date.parse(ports.clock.now()));
    if (!window.open && request.ignoreWindow !== true) {
      if (request.nextTryAt === undefined) await this.#lookAtTrouble(request);
      await ledger.write(writeConnection, {
        system: 'peoplesoft',
        state: 'paused',
        at: ports.clock.now(),
        nextTryAt: window.nextChangeAt,
        message: window.text,
        nextStep: 'Bulk reads wait for the window; single reads around a posting go on.',
      });
      return { report: { read: 0, new: 0, changed: 0, refused: 0, complete: false }, streams: [], failures: [] };
    }
    const other = await posting.database.ask(this.#signal(request));
    if (other !== null) return this.#notRead(other, request);
    return pollPeopleSoft({
      reader: company.peopleSoft,
      ledger,
      profile: company.profile,
      clock: ports.clock,
      signal: this.#signal(request),
      nextTryAt: request.nextTryAt ?? null,
      onProgress: (stream, counts) => request.onProgress?.(counts.read, null, `PeopleSoft ${stream}`),
    });
  }

  /** Nothing is read while PeopleSoft is not recognised: the books stay as they are, and the connection says why. */
  async #notRead({ kind, message, nextStep }: Stop, { nextTryAt = null }: ReadRequest): Promise<PollOutcome> {
    const { ledger, ports } = this.#options;
    const failure = { stream: 'database', kind: failureKind(kind), message, nextStep };
    const outcome = pollOutcome([{ stream: 'database', ...NO_COUNTS, failure }]);
    const at = ports.clock.now();
    await ledger.write(recordPollOutcome, { system: 'peoplesoft', outcome, startedAt: at, at, nextTryAt });
    return outcome;
  }

  /**
   * Somebody asks outside the window while the sign-in or a right is in trouble: reading has to wait, a look whether that is mended has
   * not. Only a look that misses nothing takes the trouble off.
   */
  async #lookAtTrouble(request: ReadRequest): Promise<void> {
    const { ledger, company, identities, ports } = this.#options;
    const connections = await ledger.read(readConnections, null);
    if (connections.find(({ system }) => system === 'peoplesoft')?.state !== 'needsAttention') return;
    const found = await checkSystem(company, 'peoplesoft', this.#signal(request));
    identities.note(found);
    if (!found.ok) return;
    const message = 'It lets us in again; it has not been read since';
    await ledger.write(writeConnection, { system: 'peoplesoft', state: 'degraded', at: ports.clock.now(), message });
  }

  /** The first whole read proves that a look at the system's version and our rights there will get in. */
  #identifyOnce(system: SystemName): void {
    const { company, identities, hub } = this.#options;
    if (identities.of(system) !== null || this.#identifying.has(system) || this.#stop.aborted) return;
    this.#identifying.add(system);
    this.#inBackground('identify', async () => {
      const look = checkSystem(company, system, this.#stop);
      const found = await look.finally(() => this.#identifying.delete(system));
      if (this.#stop.aborted) return;
      identities.note(found);
      hub.changed('connections');
    });
  }

  #signal(request: ReadRequest): AbortSignal {
    return request.signal === undefined ? this.#stop : AbortSignal.any([request.signal, this.#stop]);
  }
}

/** It let us in and answered everything, whether or not something is still missing or to be read. */
function wasAnswered({ report, failures }: PollOutcome): boolean {
  const isRead = report.complete || report.waiting !== undefined || failures.length > 0;
  return isRead && failures.every(({ kind }) => kind === 'missing');
}
