export interface QueryPrompt {
  /** Unique prompt name, exactly as PeopleSoft Query spells it (it is case-sensitive). */
  readonly name: string;
  readonly meaning: string;
}
export interface QueryColumn {
  /** Field name without the record alias: `A.CUST_ID` is found as `CUST_ID`. An expression column gets this as its unique field name. */
  readonly field: string;
  readonly meaning: string;
  /** True where the query works without it; `meaning` then says what its absence costs. */
  readonly isOptional: boolean;
}
export interface QueryDefinition {
  readonly purpose: string;
  readonly prompts: readonly QueryPrompt[];
  readonly columns: readonly QueryColumn[];
  /** A list is read page by page: it has the AFTER_KEY prompt and the SORT_KEY column, and comes ordered by it. */
  readonly isList: boolean;
  /** A site may leave it out; `without` says what is missing then. */
  readonly isOptional: boolean;
  /** What Tieout cannot do while the query is missing or wrong; a whole sentence. */
  readonly without: string;
  /** Records and criteria to build it from. Sites differ: field and record names are those Oracle delivers. */
  readonly hint: string;
}

export const AFTER_KEY = 'AFTER_KEY';
export const SORT_KEY = 'SORT_KEY';
/** Number of rows, and sum of their amounts, of the queries that count. */
export const ROW_COUNT = 'ROW_COUNT';
export const TOTAL_AMT = 'TOTAL_AMT';
/** Whose account keeps the cash of a payment that is on no item. */
export const PAYMENT_CUST_ID = 'PAYMENT_CUST_ID';
/** Most keys in one prompt value of a by-key query. */
export const KEYS_PER_QUERY = 50;
/** Between the keys of one prompt value, and between the parts of one key. */
export const KEY_SEPARATOR = ';';
export const PART_SEPARATOR = '|';

export const column = (field: string, meaning: string): QueryColumn => ({ field, meaning, isOptional: false });
export const optionalColumn = (field: string, meaning: string): QueryColumn => ({ field, meaning, isOptional: true });
export const prompt = (name: string, meaning: string): QueryPrompt => ({ name, meaning });

/** What is written of a query; `define` and `defineList` complete it. */
type Written = Pick<QueryDefinition, 'purpose' | 'prompts' | 'columns' | 'without' | 'hint'> & {
  readonly isOptional?: boolean;
};

export function define(written: Written): QueryDefinition {
  return { isOptional: false, ...written, isList: false };
}

/** A query read page by page: gets the prompt AFTER_KEY and the column SORT_KEY behind its own. */
export function defineList(written: Written): QueryDefinition {
  const after = prompt(AFTER_KEY, `rows with ${SORT_KEY} > this value; empty for the first page`);
  const sortKey = column(SORT_KEY, 'expression: the keys of the row joined by |; the order of the rows');
  return {
    isOptional: false,
    ...written,
    prompts: [...written.prompts, after],
    columns: [...written.columns, sortKey],
    isList: true,
  };
}

export const DEPOSIT_BU = prompt('DEPOSIT_BU', 'deposit business unit');
export const BUSINESS_UNIT = prompt('BUSINESS_UNIT', 'business unit');
export const SETID = prompt('SETID', 'SetID of the customers');
export const FROM_DATE = prompt('FROM_DATE', 'accounting date not before this day, YYYY-MM-DD');
