import type { CommandInput } from '../../shared/contract/contract.ts';
import type { AliasRow } from '../../shared/contract/customer-aliases.ts';
import type { AliasFacet } from '../../shared/domain/customer-aliases.ts';

const base = {
  version: 1,
  kind: 'name' as const,
  standing: 'live' as const,
  expiresDate: null,
  madeBy: 'dana',
  madeAt: '2026-11-02T12:00:00.000Z',
  forgottenBy: null,
  forgottenAt: null,
};
const ROWS: readonly AliasRow[] = [
  {
    ...base,
    key: 1,
    spelling: 'HSM Nordic',
    custId: '1001',
    peopleSoftName: 'HALVORSEN AND SONS',
    isOfLink: true,
    reason: null,
  },
  {
    ...base,
    key: 2,
    kind: 'emailDomain',
    spelling: 'kowalczyk.example',
    custId: '1042',
    peopleSoftName: 'KOWALCZYK TRADING SP ZOO',
    expiresDate: '2027-06-30',
    isOfLink: false,
    reason: 'All their buyers write from it.',
  },
];

/** Two aliases, for the window without an engine. */
export function makeDoubleAliases(): {
  readonly rows: (facet: AliasFacet) => readonly AliasRow[];
  readonly handlers: {
    readonly 'alias.remember': (input: CommandInput<'alias.remember'>) => { text: string; row: AliasRow };
    readonly 'alias.change': (input: CommandInput<'alias.change'>) => { text: string; row: AliasRow };
    readonly 'alias.turn': (input: CommandInput<'alias.turn'>) => { text: string; row: AliasRow };
  };
} {
  const rows = new Map(ROWS.map((row) => [row.key, row]));
  const become = (row: AliasRow): AliasRow => {
    rows.set(row.key, row);
    return row;
  };
  const rowOf = (key: number): AliasRow => rows.get(key) ?? (ROWS[0] as AliasRow);
  return {
    rows: (facet) =>
      [...rows.values()].filter(({ standing }) => facet === 'all' || (standing === 'live') === (facet === 'live')),
    handlers: {
      'alias.remember': ({ kind, spelling, custId, expiresDate, reason }) => {
        const said = { kind, spelling, custId, expiresDate, reason };
        const row = become({ ...base, ...said, key: rows.size + 1, peopleSoftName: null, isOfLink: false });
        return { text: `Remembered: “${spelling}” is ${custId}.`, row };
      },
      'alias.change': ({ aliasId, custId, expiresDate, reason }) => {
        const before = rowOf(aliasId);
        const row = become({ ...before, custId, expiresDate, reason, isOfLink: false, version: before.version + 1 });
        return { text: `“${row.spelling}” is ${custId}.`, row };
      },
      'alias.turn': ({ aliasId, to }) => {
        const before = rowOf(aliasId);
        const isForgotten = to === 'forgotten';
        const row = become({
          ...before,
          standing: isForgotten ? 'forgotten' : 'live',
          forgottenBy: isForgotten ? 'dana' : null,
          forgottenAt: isForgotten ? base.madeAt : null,
          version: before.version + 1,
        });
        return { text: isForgotten ? 'Forgotten.' : 'Remembered again.', row };
      },
    },
  };
}
