import type { Books } from './books-schema.ts';
import type { SiteBehaviour, SiteSettings } from './site-settings.ts';

/** A column of a query's answer: `ALIAS.FIELD` or `EXPRn_n`, and how its value is written. */
export interface QueryColumn {
  readonly heading: string;
  readonly type: 'char' | 'number' | 'amount' | 'date';
}

export type QueryValue = string | number | null;

export interface QueryContext {
  readonly books: Books;
  readonly nowMs: number;
  /** Payments saved after this are not in the reporting database yet. */
  readonly visibleUntilMs: number;
  /** What the database says about itself. */
  readonly database: Pick<SiteBehaviour, 'databaseName' | 'environmentGuid'> & Pick<SiteSettings, 'node'>;
}

/** A query an administrator created. Prompts are compared as its `run` says; rows are values in column order. */
export interface QueryDefinition {
  readonly name: string;
  readonly prompts: readonly string[];
  readonly columns: readonly QueryColumn[];
  /** Heading whose business unit row security looks at. */
  readonly unitHeading?: string;
  readonly run: (context: QueryContext, prompts: Readonly<Record<string, string>>, limit: number) => QueryValue[][];
}

/** A list prompt's values: joined by ';', blanks dropped. Throws RangeError above `most`. */
export function listPrompt(text: string | undefined, most: number): string[] {
  const values = (text ?? '').split(';').map((value) => value.trim());
  const given = values.filter((value) => value !== '');
  if (given.length > most) throw new RangeError(`a list prompt takes at most ${most} values, not ${given.length}`);
  return given;
}

/** Columns from `heading:type` words; a heading alone is a character column. */
export function columns(...words: readonly string[]): QueryColumn[] {
  return words.map((word) => {
    const [heading = '', type = 'char'] = word.split(':');
    if (type !== 'char' && type !== 'number' && type !== 'amount' && type !== 'date')
      throw new Error(`Column ${heading} has an unknown type ${type}.`);
    return { heading, type };
  });
}
