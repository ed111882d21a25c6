import { instantOf } from '../../../shared/domain/calendar.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PeopleSoftConnector } from '../../connectors/peoplesoft/peoplesoft-connector.ts';
import type { PeopleSoftReader } from '../../connectors/peoplesoft/types.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { LookPace } from '../../posting/read-back/look-pace.ts';
import { askedOnce, createDatabaseGate, type DatabaseGate } from '../../posting/database/database-gate.ts';
import { postUnit, type PostUnitReport } from '../../posting/sending/post-unit.ts';
import type { RecogniserScope } from '../../posting/database/recognise-database.ts';
import { quietWindowState } from '../../posting/sending/quiet-window.ts';
import type { PersonalSenders } from '../../posting/sending/wait-for-sign-in.ts';
import { takeSenderClaim, type SenderClaim } from '../../posting/sending/sender-claim.ts';
import { senderWatch, type SenderWatch } from '../../posting/sending/sender-watch.ts';
import type { SenderPorts, SenderSettings } from '../../posting/sending/sender.ts';
import { settleWatched, type SettleWord } from '../../posting/read-back/settle-watched.ts';
import type { Settled } from '../../posting/read-back/settle.ts';
import type { Company } from '../company.ts';

export interface PostingRoundOptions {
  readonly ledger: Ledger;
  readonly company: Pick<Company, 'profile'> & {
    readonly peopleSoft: SenderPorts['peopleSoft'] & Pick<Partial<PeopleSoftConnector>, 'pendingItems'>;
  };
  readonly nowMs: () => number;
  /** Runs forward only, whatever happens to the clock on the wall. */
  readonly monotonicMs: () => number;
  readonly machine: string;
  /** Names this engine in claims and audit rows. */
  readonly holder: string;
  readonly isSample: boolean;
  /** People who are signed in themselves. */
  readonly personal: PersonalSenders;
}
export interface PostRequest {
  /** false: only what people sent on its way themselves; true: everything approved. */
  readonly bulk: boolean;
  /** A person overrides a closed quiet window, for this round: what it does not send waits for the window as before. */
  readonly now: boolean;
  readonly limit?: number;
  /** false: of the saved deposits only those that are due for another look. */
  readonly looksAtAll: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (sent: number, of?: 'items') => void;
}

/** What the rounds of a company recognise its database by. */
export function recogniserScope({
  company,
  isSample,
}: Pick<PostingRoundOptions, 'company' | 'isSample'>): RecogniserScope {
  const { units } = company.profile;
  return { depositBus: units.map(({ depositBu }) => depositBu), units: units.map(({ unit }) => unit), isSample };
}

/**
 * The one sender of this engine. Rounds of a unit run one after the other, those of several units side by side, so that what a
 * person sends on its way never waits for another unit's bulk; within its unit it goes before the next deposit. The unit's claim
 * is taken once, so that a second sender anywhere is fenced out by the ledger and stops.
 */
export class PostingRounds {
  readonly #options: PostingRoundOptions;
  readonly #claims = new Map<string, Promise<SenderClaim>>();
  readonly #looks = new LookPace();
  readonly #watch: SenderWatch;
  /** What reading passes as well: books that took in rows of another database would be mixed. */
  readonly database: DatabaseGate;
  /** The last turn asked for in each unit; these never reject. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** The last work that wanted no round beside it. */
  #alone: Promise<unknown> = Promise.resolve();

  constructor(options: PostingRoundOptions) {
    this.#options = options;
    this.#watch = senderWatch(options.monotonicMs);
    const { ledger, company, nowMs, monotonicMs, machine } = options;
    this.database = createDatabaseGate(
      { ledger, peopleSoft: company.peopleSoft, now: nowMs, monotonicMs, machine },
      () => recogniserScope(options),
    );
  }

  /** One round for one unit, after those already asked for in it. */
  run(unit: UnitProfile, request: PostRequest): Promise<PostUnitReport> {
    return this.#queue(unit, request, this.database);
  }

  #queue(unit: UnitProfile, request: PostRequest, database: DatabaseGate): Promise<PostUnitReport> {
    return this.#inTurn(unit.unit, () => this.#round(unit, request, database));
  }

  #inTurn<Result>(unit: string, work: () => Promise<Result>): Promise<Result> {
    const turn = Promise.all([this.#alone, this.#turns.get(unit)]).then(work);
    this.#turns.set(
      unit,
      turn.catch(() => undefined),
    );
    return turn;
  }

  /** A person's word about an outcome in this unit, taken while no round of it is running. Throws as `settlePosting` does. */
  settle(unit: string, args: () => SettleWord): Promise<Settled> {
    const { ledger, company } = this.#options;
    const { settleSeconds } = company.profile.peoplesoft;
    const ports = { ledger, watch: this.#watch, peopleSoft: company.peopleSoft, database: this.database };
    return this.#inTurn(unit, () => settleWatched({ ...ports, ...this.#items() }, settleSeconds, args()));
  }

  /** Does something while no round of any unit is running. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = Promise.all([this.#alone, ...this.#turns.values()]).then(work);
    this.#alone = turn.catch(() => undefined);
    return turn;
  }

  /** One round for every unit of the profile, in its order. */
  async runAll(request: PostRequest): Promise<PostUnitReport[]> {
    const reports: PostUnitReport[] = [];
    let room = request.limit;
    const database = askedOnce(this.database);
    for (const unit of this.#options.company.profile.units) {
      const report = await this.#queue(unit, room === undefined ? request : { ...request, limit: room }, database);
      reports.push(report);
      if (room !== undefined) room -= report.send.sent + report.send.rejected + report.send.unknown;
      if (room !== undefined && room <= 0) break;
    }
    return reports;
  }

  async #round(unit: UnitProfile, request: PostRequest, database: DatabaseGate): Promise<PostUnitReport> {
    const { ledger, company, nowMs, machine } = this.#options;
    request.signal?.throwIfAborted();
    const claim = await this.#claim(unit.unit);
    const { peoplesoft } = company.profile;
    const ports: SenderPorts = {
      ledger,
      peopleSoft: company.peopleSoft,
      now: nowMs,
      watch: this.#watch,
      machine,
      database,
      ...(peoplesoft.sender === 'approver' ? { personal: this.#options.personal } : {}),
      ...this.#items(),
    };
    const settings: SenderSettings = {
      // As it is now: a round that waited its turn begins with what holds by then.
      unit: company.profile.units.find((each) => each.unit === unit.unit) ?? unit,
      depositIds: peoplesoft.deposit.depositIds,
      paymentsPerDeposit: peoplesoft.bulkPace.paymentsPerDeposit,
      settleSeconds: peoplesoft.settleSeconds,
    };
    const open = quietWindowState(peoplesoft, nowMs()).open;
    return postUnit(ports, settings, claim, {
      bulk: request.bulk && (open || request.now),
      ...(request.looksAtAll ? {} : { looks: this.#looks }),
      ...(request.limit === undefined ? {} : { limit: request.limit }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
    });
  }

  /** What items from outside need, where the site takes them. */
  #items(): Pick<SenderPorts, 'items'> {
    const { peopleSoft } = this.#options.company;
    const { pendingItems } = peopleSoft;
    if (pendingItems === null || pendingItems === undefined) return {};
    const reader = { ...pendingItems, ...readsForItems(peopleSoft) };
    return { items: { reader, writer: pendingItems } };
  }

  #claim(unit: string): Promise<SenderClaim> {
    const held = this.#claims.get(unit);
    if (held !== undefined) return held;
    const { ledger, holder, nowMs } = this.#options;
    const taken = ledger.write(takeSenderClaim, { unit, holder, at: instantOf(nowMs()) });
    this.#claims.set(unit, taken);
    taken.catch(() => this.#claims.delete(unit));
    return taken;
  }

  /** Resolves when no round is running. */
  async idle(): Promise<void> {
    await Promise.all([this.#alone, ...this.#turns.values()]);
  }
}

/** The reads an item shares with payments. */
function readsForItems(
  reader: SenderPorts['peopleSoft'],
): Pick<PeopleSoftReader, 'customersById' | 'itemsByKey' | 'openPeriod'> {
  return {
    customersById: (custIds, signal) => reader.customersById(custIds, signal),
    itemsByKey: (keys, signal) => reader.itemsByKey(keys, signal),
    openPeriod: (businessUnit, date, signal) => reader.openPeriod(businessUnit, date, signal),
  };
}
