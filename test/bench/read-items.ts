import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import { inRoot } from '../../build/root.ts';
import { systemClock } from '../../electron/connectors/http/clock.ts';
import { createPeopleSoftConnector } from '../../electron/connectors/peoplesoft/peoplesoft-connector.ts';
import { pollPeopleSoft } from '../../electron/ingest/peoplesoft/poll.ts';
import { startAnchors } from '../../electron/ledger/audit-anchor.ts';
import type { Ledger } from '../../electron/ledger/operation.ts';
import { createLedger } from '../../electron/ledger/open-ledger.ts';
import type { PeopleSoftProfile } from '../../shared/contract/profile.ts';
import type { Bench } from './bench.ts';
import { benchProfile } from './ledgers/bench-profile.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { median, peakMemoryMb, rounded, secondsOf } from './measure.ts';
import { withLedgerThreads } from './threads.ts';

setFlagsFromString('--expose-gc');
/** Collects what is no longer used: measured is what a read keeps, not what waits to be collected. */
const collect = runInNewContext('gc') as () => void;

const REACH = { growthMb: 32 } as const;
const STREAM = 'openItems.US001';
const BYTES_PER_MB = 1_048_576;
const siteSchema = z.object({ url: z.string(), node: z.string(), user: z.string(), password: z.string() });
type Site = z.infer<typeof siteSchema>;

interface Reading {
  readonly seconds: number;
  readonly listSeconds: number;
  /** Memory of the whole process by the operating system after each page of items, ledger threads included. */
  readonly pagesMb: readonly number[];
}

/**
 * Open items from a simulated PeopleSoft over HTTP into an encrypted ledger. The reach is memory, not time: a list read page
 * by page must not need more of it towards its end. It is read twice, every balance changed in between: the first read fills the
 * page cache of the ledger, which has a bound of its own, and is the warm-up. The bound is the same pages fetched and thrown away.
 */
export const readItemsBench: Bench = {
  name: 'read-items',
  summary:
    'open items of PeopleSoft by query, poll and ledger; reach: memory of the last quarter of pages within 32 MB of the first',
  rows: 200_000,
  run: ({ rows, say }) =>
    inScratchFolder(async (folder) => {
      const served = await serveItems(folder, rows);
      try {
        say(`${rows} open items`);
        const [cold, warm] = await readTwice(folder, served, rows, say);
        const peakMb = peakMemoryMb();
        const boundSeconds = await secondsOf(() => fetchOnly(served.site));
        const [firstMb, lastMb] = quarters(warm.pagesMb);
        const [coldFirstMb, coldLastMb] = quarters(cold.pagesMb);
        const growthMb = rounded(lastMb - firstMb);
        return {
          rows,
          seconds: rounded(warm.seconds),
          boundSeconds: rounded(boundSeconds),
          boundRowsPerSec: Math.round(rows / boundSeconds),
          ratio: rounded(warm.listSeconds / boundSeconds),
          peakMb,
          pages: warm.pagesMb.length,
          firstQuarterMb: rounded(firstMb),
          lastQuarterMb: rounded(lastMb),
          growthMb,
          coldSeconds: rounded(cold.seconds),
          coldGrowthMb: rounded(coldLastMb - coldFirstMb),
          reach: REACH,
          ok: growthMb <= REACH.growthMb,
          void: null,
        };
      } finally {
        await served.end();
      }
    }),
};

interface Served {
  readonly site: Site;
  /** Changes every balance. */
  readonly move: () => Promise<void>;
  readonly end: () => Promise<void>;
}

async function serveItems(folder: string, rows: number): Promise<Served> {
  const books = join(folder, 'peoplesoft');
  mkdirSync(books);
  const child = spawn(process.execPath, [inRoot('test', 'bench', 'serve-items.ts'), books, String(rows)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const lines = createInterface(child.stdout);
  const nextLine = async () => String((await Promise.race([once(lines, 'line'), closed.then(() => [''])]))[0]);
  const site = siteSchema.parse(JSON.parse(await nextLine()));
  return {
    site,
    move: async () => {
      const answered = nextLine();
      child.stdin.write('move\n');
      await answered;
    },
    end: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

function connectTo(site: Site) {
  const profile = benchProfile();
  const peoplesoft: PeopleSoftProfile = {
    ...profile.peoplesoft,
    soapAddress: `${site.url}/PSIGW`,
    node: site.node,
    user: { env: 'U' },
    password: { env: 'P' },
    rate: { requestsPerSecond: 10_000, concurrency: 1 },
  };
  const [unit] = profile.units.filter(({ businessUnits }) => businessUnits.includes('US001'));
  if (unit === undefined) throw new Error('the bench profile has no unit with US001');
  const reader = createPeopleSoftConnector({
    profile: peoplesoft,
    exponentOf: () => 2,
    secrets: async (credential) => ('env' in credential && credential.env === 'U' ? site.user : site.password),
    fetch,
    clock: systemClock,
  });
  return { reader, profile: { ...profile, peoplesoft, units: [{ ...unit, businessUnits: ['US001'] }] } };
}

async function readTwice(
  folder: string,
  { site, move }: Served,
  rows: number,
  say: (line: string) => void,
): Promise<readonly [Reading, Reading]> {
  const file = join(folder, 'ledger.db');
  const anchors = join(folder, 'anchor.jsonl');
  createLedger(file, benchKey()).close();
  startAnchors(anchors);
  return withLedgerThreads(file, anchors, async (ledger) => {
    const cold = await readOnce(ledger, site, rows);
    say(`first read ${cold.seconds.toFixed(1)} s, ${cold.pagesMb.length} pages`);
    await move();
    const warm = await readOnce(ledger, site, rows);
    say(`every item changed ${warm.seconds.toFixed(1)} s`);
    return [cold, warm];
  });
}

async function readOnce(ledger: Ledger, site: Site, rows: number): Promise<Reading> {
  const { reader, profile } = connectTo(site);
  const pagesMb: number[] = [];
  let read = 0;
  let listStartMs = 0;
  let listEndMs = 0;
  const seconds = await secondsOf(async () => {
    const { report, failures } = await pollPeopleSoft({
      reader,
      ledger,
      profile,
      clock: systemClock,
      onProgress: (stream, { read: pageRead, new: added, changed }) => {
        if (stream !== STREAM || added + changed > 0) return;
        listStartMs ||= performance.now();
        listEndMs = performance.now();
        collect();
        pagesMb.push(process.memoryUsage.rss() / BYTES_PER_MB);
        read = pageRead;
      },
    });
    if (!report.complete) throw new Error(failures.map(({ message }) => message).join('; '));
  });
  if (read !== rows) throw new Error(`${read} of ${rows} items came in`);
  return { seconds, listSeconds: Math.max(0.001, (listEndMs - listStartMs) / 1_000), pagesMb };
}

/** The same pages, read and not kept. */
async function fetchOnly(site: Site): Promise<void> {
  const { reader } = connectTo(site);
  for (let after: string | null = null, more = true; more; more = after !== null)
    after = (await reader.openItems('US001', after)).next;
}

/** Median memory of the first and of the last quarter of the pages: a collection now and then is no growth. */
function quarters(pagesMb: readonly number[]): readonly [number, number] {
  const size = Math.max(1, Math.floor(pagesMb.length / 4));
  return [median(pagesMb.slice(0, size)), median(pagesMb.slice(-size))];
}
