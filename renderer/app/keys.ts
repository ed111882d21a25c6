/** Where keys act, in the order of the list behind `?`. */
export const KEY_PLACES = [
  'Everywhere',
  'Workbench',
  'Invoices and Clearing',
  'Customers to link',
  'Postings',
  'Rules',
] as const;

/** One key of the window: what `?` lists is exactly this table, and the dispatcher knows no other keys. */
export interface KeyEntry {
  readonly id: string;
  /** As printed on the key caps, alternatives side by side. */
  readonly caps: readonly string[];
  readonly does: string;
  readonly where: (typeof KEY_PLACES)[number];
  /**
   * Presses that the dispatcher answers. Empty where the browser or the grid answers them: Space, Ctrl C.
   */
  readonly presses: readonly Press[];
  /** Decides or sends something: a key held down does it once, however often the keyboard repeats it. */
  readonly writes?: boolean;
}
export interface Press {
  /** `KeyboardEvent.key`, letters in lower case. */
  readonly key: string;
  readonly ctrl?: boolean;
  readonly shift?: boolean;
  /** May fire while a person types, because it writes nothing. */
  readonly whileTyping?: boolean;
}

const plain = (key: string): readonly Press[] => [{ key }];

export const KEYS = [
  {
    id: 'row',
    caps: ['↑', '↓'],
    does: 'Previous, next row',
    where: 'Everywhere',
    presses: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }],
  },
  { id: 'ends', caps: ['Ctrl Home', 'Ctrl End'], does: 'First, last row', where: 'Everywhere', presses: [] },
  {
    id: 'nextPane',
    caps: ['Tab', 'F6'],
    does: 'Next pane',
    where: 'Everywhere',
    presses: [
      { key: 'F6', whileTyping: true },
      { key: 'Tab', whileTyping: true },
    ],
  },
  {
    id: 'previousPane',
    caps: ['Shift Tab', 'Shift F6'],
    does: 'Previous pane',
    where: 'Everywhere',
    presses: [
      { key: 'F6', shift: true, whileTyping: true },
      { key: 'Tab', shift: true, whileTyping: true },
    ],
  },
  { id: 'select', caps: ['Space'], does: 'Select or clear an AR item', where: 'Workbench', presses: [] },
  { id: 'open', caps: ['Enter'], does: 'Go to what the row holds', where: 'Everywhere', presses: plain('Enter') },
  {
    id: 'back',
    caps: ['Esc'],
    does: 'Back to the rows',
    where: 'Everywhere',
    presses: [{ key: 'Escape', whileTyping: true }],
  },
  {
    id: 'approve',
    caps: ['A'],
    does: 'Approve; in Clearing the line or its whole day, in Invoices the document or its work order, in Customers to link the link, in Rules enable the version, in Two files the pair',
    where: 'Workbench',
    presses: plain('a'),
    writes: true,
  },
  {
    id: 'approveAndPost',
    caps: ['P'],
    does: 'Approve and post, there too',
    where: 'Workbench',
    presses: plain('p'),
    writes: true,
  },
  {
    id: 'reject',
    caps: ['R'],
    does: 'Not a match; in Customers to link not this customer, or the end of a link; in Two files refuse the pair',
    where: 'Workbench',
    presses: plain('r'),
    writes: true,
  },
  {
    id: 'duplicate',
    caps: ['D'],
    does: 'Go to the suspected duplicate of the row; in Duplicates say what the rows are',
    where: 'Workbench',
    presses: plain('d'),
  },
  {
    id: 'whyNotItem',
    caps: ['W'],
    does: 'Say why the movement is not matched with the AR item of the row',
    where: 'Workbench',
    presses: plain('w'),
  },
  {
    id: 'undo',
    caps: ['U'],
    does: 'Undo what was decided on this row, in Duplicates and Customers to link too, there forget an alias; in Clearing and Invoices take the document back',
    where: 'Workbench',
    presses: plain('u'),
    writes: true,
  },
  {
    id: 'undoLatest',
    caps: ['Ctrl Z'],
    does: 'Undo your latest decision, on whatever row',
    where: 'Workbench',
    presses: [{ key: 'z', ctrl: true }],
    writes: true,
  },
  { id: 'redo', caps: ['Ctrl Y'], does: 'Redo', where: 'Workbench', presses: [{ key: 'y', ctrl: true }], writes: true },
  {
    id: 'linkCustomer',
    caps: ['L'],
    does: 'Link the customer proposed for the document',
    where: 'Invoices and Clearing',
    presses: plain('l'),
    writes: true,
  },
  {
    id: 'openPosting',
    caps: ['G'],
    does: 'Go to the posting of the row',
    where: 'Invoices and Clearing',
    presses: plain('g'),
  },
  {
    id: 'earlierMonth',
    caps: ['E'],
    does: 'Go to the earliest month with something to approve',
    where: 'Invoices and Clearing',
    presses: plain('e'),
  },
  {
    id: 'exportList',
    caps: ['X'],
    does: 'Write what is to be booked by GL as CSV; in Two files the answer',
    where: 'Invoices and Clearing',
    presses: plain('x'),
    writes: true,
  },
  {
    id: 'band',
    caps: ['B'],
    does: 'Link all that are proposed from a score on, after a look at the weakest',
    where: 'Customers to link',
    presses: plain('b'),
  },
  {
    id: 'remember',
    caps: ['M'],
    does: 'Remember an alias: another name, e-mail domain or id of a customer',
    where: 'Customers to link',
    presses: plain('m'),
  },
  {
    id: 'verify',
    caps: ['V'],
    does: 'Verify an unknown outcome',
    where: 'Postings',
    presses: plain('v'),
    writes: true,
  },
  {
    id: 'switchRule',
    caps: ['T'],
    does: 'Switch the rule off or on in the draft',
    where: 'Rules',
    presses: plain('t'),
  },
  {
    id: 'tryRules',
    caps: ['Y'],
    does: 'Try the changes, or the version that waits, on the history',
    where: 'Rules',
    presses: plain('y'),
    writes: true,
  },
  { id: 'previousFacet', caps: ['['], does: 'Previous filter', where: 'Everywhere', presses: plain('[') },
  { id: 'nextFacet', caps: [']'], does: 'Next filter', where: 'Everywhere', presses: plain(']') },
  { id: 'openSource', caps: ['O'], does: 'Open the row in Stripe', where: 'Everywhere', presses: plain('o') },
  { id: 'find', caps: ['/'], does: 'Find in the rows', where: 'Everywhere', presses: plain('/') },
  { id: 'showArrived', caps: ['N'], does: 'Show the new rows', where: 'Everywhere', presses: plain('n') },
  { id: 'copy', caps: ['Ctrl C'], does: 'Copy rows for a spreadsheet', where: 'Everywhere', presses: [] },
  {
    id: 'keys',
    caps: ['?'],
    does: 'This list',
    where: 'Everywhere',
    presses: [{ key: '?' }, { key: '?', shift: true }],
  },
] as const satisfies readonly KeyEntry[];

export type KeyId = (typeof KEYS)[number]['id'];

/** The part of a KeyboardEvent that decides which entry it is. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

function isPress(press: Press, pressed: PressedKey, isTyping: boolean): boolean {
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  // A letter with Shift is a capital, not a command; F6 with Shift goes the other way.
  return (
    press.key === key &&
    (press.ctrl ?? false) === (pressed.ctrlKey || pressed.metaKey) &&
    (press.shift ?? false) === pressed.shiftKey &&
    !pressed.altKey &&
    (!isTyping || press.whileTyping === true)
  );
}

/** The entry this press belongs to, or null. While a person types only the keys that write nothing count. */
export function keyOf(pressed: PressedKey, isTyping: boolean): KeyId | null {
  const entry = KEYS.find(({ presses }: KeyEntry) => presses.some((press) => isPress(press, pressed, isTyping)));
  return entry?.id ?? null;
}

/** Whether this key press is only the keyboard repeating a held key that decides or sends something. */
export function isRepeatedWrite(id: KeyId, isRepeat: boolean): boolean {
  return isRepeat && KEYS.some((entry: KeyEntry) => entry.id === id && entry.writes === true);
}
