/**
 * What matching must look at again. Once a whole run has begun, every change of a row that matching reads is noted in the transaction that
 * makes it, whoever makes it; the next run takes the notes and reads only what can depend on them. What depends on what is kept in packed
 * pages of (hash of a key, row key). Frozen once released.
 */
export const number = 350;

const NOTED = '(SELECT noting FROM matching_scope) = 1';
const KINDS = { movement: 1, item: 2, receipt: 3, match: 4, posting: 5 } as const;

type Event = 'INSERT' | 'UPDATE' | 'DELETE';
const note = (kind: keyof typeof KINDS, row: string): string =>
  `INSERT INTO matching_change (kind, row_key) VALUES (${KINDS[kind]}, ${row});`;
const trigger = (table: string, event: Event, columns: string, when: string, notes: string): string =>
  `CREATE TRIGGER ${table}_noted_by_${event.toLowerCase()} AFTER ${event}${columns} ON ${table} WHEN ${NOTED}${when} BEGIN ${notes} END;`;
/** One trigger for each event; the notes name the row as `row`. */
const triggers = (table: string, notes: (row: 'new' | 'old') => string, updates = '', when = ''): string =>
  [
    trigger(table, 'INSERT', '', '', notes('new')),
    trigger(table, 'UPDATE', updates, when, notes('new')),
    trigger(table, 'DELETE', '', '', notes('old')),
  ].join('\n');

const ITEM_COLUMNS = [
  'business_unit',
  'cust_id',
  'item',
  'item_line',
  'status',
  'balance_minor',
  'original_minor',
  'exponent',
  'currency',
  'item_date',
  'due_date',
  'po_reference',
];
const RECEIPT_COLUMNS = [
  'deposit_bu',
  'payment_id',
  'amount_minor',
  'exponent',
  'currency',
  'accounting_date',
  'bank_code',
  'bank_account_key',
  'comment',
  'status',
];
const differs = (columns: readonly string[]): string =>
  columns.map((column) => `old.${column} IS NOT new.${column}`).join(' OR ');

/** Charges that a payment of an invoice says it is of. */
const payersOf = (payment: string): string =>
  `INSERT INTO matching_change (kind, row_key)
     SELECT ${KINDS.movement}, movement_key FROM movement WHERE payment_intent_id = ${payment}.payment_intent_id;
   INSERT INTO matching_change (kind, row_key) SELECT ${KINDS.movement}, movement_key FROM movement WHERE object_id = ${payment}.charge_id;`;
const invoicePayers = (invoice: string): string =>
  `INSERT INTO matching_change (kind, row_key) SELECT ${KINDS.movement}, m.movement_key FROM stripe_invoice_payment ip
     JOIN movement m ON m.payment_intent_id = ip.payment_intent_id WHERE ip.account = ${invoice}.account AND ip.invoice_id = ${invoice}.invoice_id;
   INSERT INTO matching_change (kind, row_key) SELECT ${KINDS.movement}, m.movement_key FROM stripe_invoice_payment ip
     JOIN movement m ON m.object_id = ip.charge_id WHERE ip.account = ${invoice}.account AND ip.invoice_id = ${invoice}.invoice_id;`;

export const sql = `
-- noting: 0 = everything is to be read anew · 1 = changes are noted · 2 = matching itself is writing, which is no news to it
CREATE TABLE matching_scope (
  scope_id INTEGER PRIMARY KEY CHECK (scope_id = 1), noting INTEGER NOT NULL CHECK (noting IN (0, 1, 2)),
  -- what the kept pages were made by; null: they are not whole
  made_by TEXT, links BLOB
) STRICT;
INSERT INTO matching_scope (scope_id, noting) VALUES (1, 0);
-- what people said no to, for a walk over these few
CREATE INDEX match_rejected ON match (match_id) WHERE state = 'rejected';
-- what rules alone decided, for counting without a look at each row
CREATE INDEX match_automatic_live ON match (match_id) WHERE automatic = 1 AND state IN ('proposed', 'approved', 'posted');
CREATE TABLE matching_change (change_id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, row_key INTEGER NOT NULL) STRICT;
CREATE TABLE matching_key_page (
  page_id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, later INTEGER NOT NULL CHECK (later IN (0, 1)), hashes BLOB NOT NULL, row_keys BLOB NOT NULL
) STRICT;

${triggers('movement', (row) => note('movement', `${row}.movement_key`))}
-- its own day comes back when a decision falls, also by what matching writes
CREATE TRIGGER movement_noted_by_its_day AFTER UPDATE OF accounting_date ON movement
WHEN (SELECT noting FROM matching_scope) = 2 AND old.accounting_date <> new.accounting_date BEGIN ${note('movement', 'new.movement_key')} END;
${triggers(
  'ar_item',
  (row) => note('item', `${row}.item_key`),
  '',
  ` AND (${differs(ITEM_COLUMNS)} OR (old.read_at <> new.read_at
  AND EXISTS (SELECT 1 FROM allocation WHERE item_key = new.item_key AND hold IN ('held', 'settled'))))`,
)}
${triggers('ps_payment', (row) => note('receipt', `${row}.payment_key`), '', ` AND (${differs(RECEIPT_COLUMNS)})`)}
${triggers('ps_payment_item', (row) => note('receipt', `${row}.payment_key`))}
${triggers('match', (row) => note('match', `${row}.match_id`))}
${triggers('match_movement', (row) => note('movement', `${row}.movement_key`))}
${triggers('allocation', (row) => note('movement', `${row}.movement_key`) + note('item', `${row}.item_key`))}
${triggers('posting', (row) => note('posting', `${row}.posting_id`), ' OF state, depends_on, reverses')}
${triggers('rejected_pair', (row) => note('movement', `${row}.movement_key`))}
${triggers('decision', (row) => `INSERT INTO matching_change (kind, row_key) SELECT ${KINDS.movement}, ${row}.movement_key WHERE ${row}.movement_key IS NOT NULL;`)}
${triggers('stripe_invoice_payment', payersOf)}
${trigger('stripe_invoice_payment', 'UPDATE', '', ' ', payersOf('old')).replace('_noted_by_update', '_noted_by_its_old_payer')}
${triggers('stripe_invoice', invoicePayers, '', ' AND (old.number IS NOT new.number OR old.metadata_json <> new.metadata_json)')}
`;
