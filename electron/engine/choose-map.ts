import { tableMap, type TableMapping } from '../../shared/contract/files.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { readFileMaps } from '../ingest/files/file-lists.ts';
import { kindOfHeader, nearestKind, TABLE_KINDS } from '../ingest/files/stripe-report/report-kinds.ts';
import { formatsOf, type TableFile } from '../ingest/files/table-file.ts';
import { mapFaults, needsZone, usualColumns, type TableKind } from '../ingest/files/table-kind.ts';
import type { EngineContext } from './handlers/engine-context.ts';

/** How the columns of a table are to be read, and what of it a person has to say first. */
export interface ChosenMap {
  readonly map: TableMapping;
  readonly mapName: string | null;
  readonly asks: ('numbers' | 'dates' | 'zone')[];
  /** The zone to offer where it is asked for: most books are kept in one zone. */
  readonly offeredZone: string;
}

/**
 * The person's own map, else the latest saved one whose columns are all there, else the usual names. Times whose column does not say their
 * zone are asked for: `zone` of the map is empty until somebody has said it.
 */
export async function chooseMap(
  context: EngineContext,
  table: TableFile,
  kind: TableKind,
  given: TableMapping | null,
): Promise<ChosenMap> {
  const offeredZone = context.company.profile.units[0]?.zone ?? 'UTC';
  const as = (map: TableMapping, mapName: string | null): ChosenMap => {
    const asksZone = map.zone === '' && needsZone(kind, map);
    return { map, mapName, asks: asksZone ? ['zone'] : [], offeredZone };
  };
  if (given !== null) return as(given, null);
  for (const { name, mapJson } of await context.ledger.read(readFileMaps, { kind: kind.kind })) {
    const saved = tableMap.safeParse(JSON.parse(mapJson));
    if (saved.success && mapFaults(kind, saved.data, table.headers).length === 0) return as(saved.data, name);
  }
  const columns = usualColumns(kind, table.headers);
  const { numbers, dates } = await formatsOf(table, kind, columns);
  const asksNumbers = numbers === 'ambiguous' || numbers === 'contradictory';
  const asksDates = dates === 'ambiguous' || dates === 'contradictory';
  const asksZone = needsZone(kind, { columns });
  return {
    map: {
      columns: { ...columns },
      numbers: asksNumbers ? 'point' : numbers,
      dates: asksDates ? 'iso' : dates,
      zone: asksZone ? '' : 'UTC',
    },
    mapName: null,
    asks: [
      ...(asksNumbers ? (['numbers'] as const) : []),
      ...(asksDates ? (['dates'] as const) : []),
      ...(asksZone ? (['zone'] as const) : []),
    ],
    offeredZone,
  };
}

/** The kind of table a file is, by its header. Throws `BAD_INPUT` where it is none that can be taken in. */
export function kindOf(table: TableFile): TableKind {
  const kind = kindOfHeader(table.headers);
  if (kind !== null) return kind;
  const near = nearestKind(table.headers);
  if (near !== null)
    throw new TieoutError('BAD_INPUT', `${table.file.shown} lacks the column ${near.missing.join(', ')}.`, {
      nextStep: `It looks like a ${near.kind.title}; download that from Stripe with ${near.missing.length === 1 ? 'this column' : 'these columns'}.`,
    });
  const known = TABLE_KINDS.map(({ title, marks }) => `${title} (has ${marks.join(', ')})`).join('; ');
  throw new TieoutError('BAD_INPUT', `${table.file.shown} is no table that can be taken in.`, {
    nextStep: `These can: ${known}.`,
  });
}
