import { isNothing, unreadCells, type UnreadCells } from './unread-cells.ts';

/** Words for money that goes out and that comes in, in the languages of bank statements and ledgers; compared without case and accents. */
const OUT = [
  'd dr db debit debits debited out outgoing outflow paid payment payout withdrawal withdrawn sent send expense charge',
  'soll s belastung ausgang ausgehend abgang lastschrift auszahlung ausgabe debet af bij-af uit uitgaand afschrijving',
  'debito cargo salida egreso retiro pago gasto dare addebito uscita uscite prelievo saida despesa debiteur sortie sortant retrait',
  'udgaende utgaende ut uttak uttag udbetaling belastet winien obciazenie wychodzace wydatek ma dati vydaj odchozi lahteva pano veloitus',
];
const IN = [
  'c cr credit credits credited in incoming inflow received receipt deposit deposited income refund collection',
  'haben h gutschrift eingang eingehend zugang einzahlung einnahme bij bijschrijving inkomend ontvangst',
  'credito abono entrada ingreso deposito cobro avere accredito entrata entrate versamento receita recebido entree entrant recette encaissement versement crediteur',
  'indgaende inngaende ingaende inn ind innskudd insattning indbetaling kredit uznanie przychodzace wplyw prijem dosla saapuva hyvitys',
];
const OUT_WORDS = new Set(OUT.join(' ').split(' '));
const IN_WORDS = new Set(IN.join(' ').split(' '));

/** Signs of the cells of a direction column: -1 out, 1 in, 0 empty; or the cells whose word is not known. */
export type ReadDirections = { readonly signs: readonly (-1 | 0 | 1)[] } | UnreadCells;

/** Reads a direction column. Two unknown words are told apart by order of their text: how they relate to the other file is learned. */
export function readDirections(cells: readonly string[]): ReadDirections {
  const meanings = new Map<string, -1 | 0 | 1 | null>();
  for (const cell of cells) if (!meanings.has(cell)) meanings.set(cell, meaningOf(cell));
  const unknown = [...meanings].flatMap(([cell, meaning]) => (meaning === null ? [cell] : [])).sort();
  const known = [...meanings.values()].filter((meaning) => meaning === 1 || meaning === -1);
  if (unknown.length === 1 && new Set(known).size === 1) meanings.set(unknown[0] ?? '', known[0] === 1 ? -1 : 1);
  else if (unknown.length === 2 && known.length === 0)
    for (const [at, cell] of unknown.entries()) meanings.set(cell, at === 0 ? 1 : -1);
  const unread = unreadCells(cells.length, (row) =>
    meanings.get(cells[row] ?? '') === null ? `"${cells[row] ?? ''}" says neither in nor out, debit nor credit` : null,
  );
  return unread ?? { signs: cells.map((cell) => meanings.get(cell) ?? 0) };
}

function meaningOf(cell: string): -1 | 0 | 1 | null {
  const text = cell
    .trim()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  if (text !== '-' && isNothing(text)) return 0;
  if (text === '+' || text === '1') return 1;
  if (text === '-' || text === '-1') return -1;
  const words = text.split(/[^\p{L}]+/u).filter((word) => word !== '');
  const [isOut, isIn] = [words.some((word) => OUT_WORDS.has(word)), words.some((word) => IN_WORDS.has(word))];
  if (isOut === isIn) return null;
  return isOut ? -1 : 1;
}
