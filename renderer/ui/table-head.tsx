import type { ReactNode } from 'react';

/** A column by its name; figures stand on the right, and so does the name above them. */
export type HeadColumn = string | { readonly name: string; readonly right: true };

/** A column of figures. */
export function figures(name: string): HeadColumn {
  return { name, right: true };
}

/** The one row of names above a plain table. */
export function TableHead({ columns }: { readonly columns: readonly HeadColumn[] }): ReactNode {
  return (
    <thead>
      <tr>
        {columns.map((column) =>
          typeof column === 'string' ? (
            <th key={column} scope="col">
              {column}
            </th>
          ) : (
            <th key={column.name} scope="col" className="right">
              {column.name}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}
