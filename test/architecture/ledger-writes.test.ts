import { readFile } from 'node:fs/promises';
import { parseSync, Visitor } from 'rolldown/utils';
import { beforeAll, describe, expect, it } from 'vitest';
import { sourceFiles } from '../../build/lint/source-imports.ts';
import { inRoot } from '../../build/root.ts';

const LEDGER = 'electron/ledger/';

/**
 * The tables that are written by the stores of their noun only, each with the files of electron/ledger/ that do it. Guarded are the nouns of
 * the outbox, decisions, people, settings, runs and the audit, and what every version of a source object is kept in. Out of scope so far, and
 * so not named here: the mirror tables that electron/ingest/ writes (movement, ar_item, ps_*, stripe_*, cursor, refused_object), some by a
 * name that its caller gives, and what matching writes of its own (candidate, crosswalk_link).
 */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  posting: ['posting-store.ts', 'deposit-payment-store.ts'],
  deposit: ['deposit-store.ts'],
  posting_attempt: ['posting-attempt-store.ts'],
  sender_claim: ['sender-claim-store.ts'],
  work_order: ['work-order-store.ts'],
  item_send: ['item-send-store.ts'],
  item_attempt: ['item-send-store.ts'],
  journal: ['journal-store.ts'],
  journal_part: ['journal-store.ts'],
  due_day: ['due-day-store.ts'],
  match: ['match-store.ts', 'proposal-store.ts', 'decision-snapshot.ts'],
  match_movement: ['match-store.ts', 'proposal-store.ts', 'decision-snapshot.ts'],
  matching_scope: ['matching-scope-store.ts', 'counted-at-once.ts'],
  matching_change: ['matching-scope-store.ts'],
  matching_key_page: ['matching-scope-store.ts'],
  allocation: ['match-store.ts', 'proposal-store.ts', 'decision-snapshot.ts'],
  decision: ['decision-store.ts', 'undo-decision.ts'],
  rejected_pair: ['rejected-pair-store.ts'],
  duplicate_cluster: ['duplicate-cluster-store.ts'],
  duplicate_member: ['duplicate-cluster-store.ts'],
  duplicate_not_compared: ['duplicate-not-compared-store.ts'],
  duplicate_party: ['duplicate-party-store.ts'],
  customer_merge: ['customer-merge-store.ts'],
  customer_merge_member: ['customer-merge-store.ts'],
  double_scan: ['double-scan-store.ts'],
  double_model: ['double-scan-store.ts'],
  link_model: ['link-model-store.ts', 'end-proposal.ts'],
  unlinked_customer: ['unlinked-customer-store.ts'],
  customer_candidate: ['customer-candidate-store.ts'],
  customer_alias: ['customer-alias-store.ts'],
  customer_scoring: ['customer-candidate-store.ts'],
  approval_request: ['approval-request-store.ts'],
  person: ['person-store.ts'],
  person_change: ['person-change-store.ts', 'end-proposal.ts'],
  guarded_settings: ['guarded-settings-store.ts', 'end-proposal.ts'],
  mapping_version: ['mapping-store.ts', 'end-proposal.ts'],
  rule_set: ['rule-set-store.ts', 'end-proposal.ts'],
  rule_set_trial: ['rule-trial-store.ts'],
  known_database: ['known-database-store.ts', 'end-proposal.ts'],
  profile_version: ['profile-store.ts'],
  connection: ['connection-store.ts'],
  sync_run: ['sync-run-store.ts'],
  job: ['job-store.ts'],
  audit: ['audit-store.ts'],
  batch_status: ['batch-status-store.ts'],
  closed_day: ['closed-day-store.ts'],
  ledger_meta: ['meta-store.ts', 'migrate.ts'],
  stripe_payout_row: ['stripe-payout-store.ts'],
  stripe_payout_check: ['stripe-payout-store.ts'],
  stripe_payout_difference: ['stripe-payout-store.ts'],
  source_object: ['mirror-store.ts', 'mirror-take-back.ts'],
  source_version: ['mirror-store.ts', 'mirror-take-back.ts'],
  payload_pack: ['payload-pack-store.ts'],
};

/** A table whose name is put together when the program runs: nobody can see which one it is. */
const COMPUTED = '(computed)';
const SCHEMA = String.raw`(?:["\x60[]?(?:main|temp)["\x60\]]?\.)?["\x60[]?`;
const HIDDEN = String.raw`(?:\$\{|$)`;
const WRITES = [
  new RegExp(
    String.raw`\b(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|DELETE\s+FROM)(?:\s+|$)${SCHEMA}(?:(\w+)|${HIDDEN})`,
    'gi',
  ),
  // With its SET: sentences speak of Receivables Update, and an upsert's own `DO UPDATE SET` writes the table of its INSERT.
  new RegExp(String.raw`\bUPDATE(?:\s+OR\s+\w+)?\s+${SCHEMA}(\w+)["\x60\]]?(?:\s+(?:AS\s+)?\w+)?\s+SET\b`, 'gi'),
  new RegExp(String.raw`\bUPDATE(?:\s+OR\s+[A-Z]+)?\s+${SCHEMA}${HIDDEN}`, 'g'),
];

/** The tables that the SQL in the strings of a source file writes; comments are no SQL. */
function tablesWritten(file: string, text: string): readonly string[] {
  const { program, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file} does not parse: ${errors[0].message}`);
  const strings: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') strings.push(value);
    },
    TemplateLiteral: ({ quasis }) => {
      strings.push(quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw).join('${'));
    },
  }).visit(program);
  const names = strings.flatMap((sql) => WRITES.flatMap((write) => [...sql.matchAll(write)].map(([, name]) => name)));
  return names.map((name) => name?.toLowerCase() ?? COMPUTED);
}

/** What a file may not write: a guarded table outside its stores, or one whose name nobody can see. */
function refusalsOf(file: string, text: string): readonly string[] {
  const own = file.startsWith(LEDGER) ? file.slice(LEDGER.length) : '';
  const isRefused = (table: string): boolean =>
    table === COMPUTED ? !file.startsWith('electron/ingest/') : WRITERS[table]?.includes(own) === false;
  return tablesWritten(file, text)
    .filter(isRefused)
    .map((table) => `${file} writes ${table}`);
}

const texts = new Map<string, string>();
beforeAll(async () => {
  // Migrations are frozen and make the tables; the sample company keeps books of its own, which are no ledger.
  const files = (await sourceFiles()).filter(
    (file) => file.startsWith('electron/') && !/^electron\/(?:ledger\/migrations|sample)\//.test(file),
  );
  for (const file of files) texts.set(file, await readFile(inRoot(file), 'utf8'));
});

describe('a table of the ledger', () => {
  it('is written by the store of its noun and by nobody else', () => {
    expect([...texts].flatMap(([file, text]) => refusalsOf(file, text))).toEqual([]);
  });

  it('is never written by posting/, guarded here or not', () => {
    const sources = [...texts].filter(([file]) => file.startsWith('electron/posting/'));
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter(([file, text]) => tablesWritten(file, text).length > 0).map(([file]) => file)).toEqual([]);
  });

  it('is written by each store that is named for it', () => {
    const idle = Object.entries(WRITERS).flatMap(([table, stores]) =>
      stores
        .filter((store) => !tablesWritten(store, texts.get(`${LEDGER}${store}`) ?? '').includes(table))
        .map((store) => `${store} does not write ${table}`),
    );
    expect(idle).toEqual([]);
  });

  it.each([
    ['posting', "run('UPDATE posting SET state = ?')"],
    ['deposit', 'run("INSERT INTO deposit (unit) VALUES (?)")'],
    ['deposit', "run('INSERT OR IGNORE INTO deposit VALUES (?)')"],
    ['work_order', "run('delete from work_order')"],
    ['item_send', 'run(`REPLACE\n  INTO "item_send" VALUES (?)`)'],
    ['journal_part', 'run(`UPDATE OR IGNORE main.journal_part SET live = ${live}`)'],
    ['posting_attempt', "run('WITH old AS (SELECT 1) DELETE FROM posting_attempt')"],
    [COMPUTED, 'run(`UPDATE ${table} SET state = ?`)'],
    [COMPUTED, "run('INSERT INTO ' + table)"],
  ])('%s is refused to posting/ in %s', (table, source) => {
    expect(refusalsOf('electron/posting/zz-probe.ts', source)).toEqual([
      `electron/posting/zz-probe.ts writes ${table}`,
    ]);
  });

  it('is refused to the store of another noun as well', () => {
    const source = "run('UPDATE posting SET state = ?')";
    expect(refusalsOf('electron/ledger/deposit-store.ts', source)).not.toEqual([]);
    expect(refusalsOf('electron/ledger/posting-store.ts', source)).toEqual([]);
  });

  it.each([
    ['an upsert', "run('INSERT INTO ps_customer (name) VALUES (?) ON CONFLICT DO UPDATE SET name = excluded.name')"],
    ['a sentence', "text('Receivables Update has not run; insert it into the list and update the set')"],
    ['a comment', '/* UPDATE posting SET state = 1 */ run();'],
    ['a read', "run('SELECT state FROM posting JOIN deposit USING (deposit_key)')"],
  ])('is not seen written in %s', (_what, source) => {
    expect(refusalsOf('electron/posting/zz-probe.ts', source)).toEqual([]);
  });
});
