import type { TwoFileRole } from '../../../../shared/contract/two-files.ts';

/** What columns are called in the exports of banks, ledgers and shops; in lower case and without accents. */
const WORDS: Readonly<Record<TwoFileRole, string>> = {
  id: 'id uid uuid key row line nr no number num lfd laufnummer zeile identifier identificador identifiant identificativo transaction_id txn_id entry',
  date: 'date datum day posted posting booking value transaction created paid buchungstag buchungsdatum valuta wertstellung fecha data dato paivays paivamaara datetime time timestamp jour giorno dag tag dia',
  amount:
    'amount sum total value net gross betrag summe umsatz wert importe monto cantidad montant somme importo ammontare valor bedrag kwota belopp belob summa castka osszeg open balance paid',
  debit:
    'debit debits debited withdrawal withdrawals paid_out paidout money_out moneyout payments_out outflow soll belastung lastschrift ausgang auszahlung cargo cargos debe debito debitos debet dare uitgave uitgaven af retrait retraits dr',
  credit:
    'credit credits credited deposit deposits paid_in paidin money_in moneyin payments_in inflow haben gutschrift eingang einzahlung abono abonos haber credito creditos avere bij versement kredit cr',
  currency: 'currency curr ccy iso waehrung wahrung devise moneda divisa valuta moeda munt waluta valuuta mena penznem',
  direction:
    'direction dc cd drcr debitcredit type sign side inout soll haben sollhaben sens sentido segno richting strona indicator debit credit',
  party:
    'name party customer client payer payee company vendor supplier account_name counterparty merchant beneficiary kunde name1 firma auftraggeber empfanger zahler cliente nombre razon proveedor nom client fournisseur ragione denominazione nome klant naam relatie tegenpartij kund leverantor asiakas nimi kontrahent nazwa organization organisation business',
  reference:
    'reference ref invoice invoices document doc order po voucher receipt check cheque rechnung rechnungsnummer belegnummer beleg referenz verwendungszweck factura referencia facture numero fattura riferimento fatura factuur kenmerk faktura viite bestellung auftrag memo remittance',
  dueDate:
    'due duedate maturity faellig fallig falligkeit vencimiento echeance scadenza verval vervaldatum forfallsdato forfallodag erapaiva payable',
};
const SETS = new Map(
  Object.entries(WORDS).map(([role, words]): [string, ReadonlySet<string>] => [role, new Set(words.split(' '))]),
);
const WHOLE = 3;
const PART = 2;

/** How well a header says that its column plays a part: 0 not at all, 2 in one of its words, 3 as a whole. */
export function headerFit(role: TwoFileRole, header: string): number {
  const words = wordsOf(header);
  const known = SETS.get(role);
  if (known === undefined || words.length === 0) return 0;
  if (known.has(words.join('')) || known.has(words.join('_')) || words.every((word) => known.has(word))) return WHOLE;
  return words.some((word) => known.has(word)) ? PART : 0;
}

function wordsOf(header: string): string[] {
  return header
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}
