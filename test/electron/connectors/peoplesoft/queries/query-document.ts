import { QUERY_DEFINITIONS, QUERY_KEYS } from '../../../../../electron/connectors/peoplesoft/queries/definitions.ts';
import {
  KEYS_PER_QUERY,
  type QueryDefinition,
} from '../../../../../electron/connectors/peoplesoft/queries/query-definition.ts';
import { SITE_QUERIES } from '../../../../../electron/sample/peoplesoft/site.ts';

const HEAD = `# Queries in PeopleSoft

What Tieout reads, it reads by queries that your PeopleSoft administrator creates in PeopleSoft Query and that Query Access
Service runs by REST. Names are yours: enter them in the connection profile under \`peoplesoft.queries\`. Records and fields below
are those Oracle delivers; a site that keeps something elsewhere builds the column from there. \`tieout connect check\` tries each
of them, in JSON and XML, and says what is missing.

## Rules for all
- Create them as public queries. Give the integration user the role "QAS Admin", the service operation
  \`QAS_EXECUTEQRY_REST_GET\`, and query access groups with their records.
- **Prompts** carry the unique prompt names below, in capitals. PeopleSoft sends them as one list separated by commas, so no
  value may hold a comma.
- **Columns** are found by field name, whatever the record alias (\`A.CUST_ID\` is \`CUST_ID\`); an expression gets the name below as
  its unique field name. Dates come as YYYY-MM-DD. More columns do no harm.
- **Lists** are read page by page: criterion \`SORT_KEY > :AFTER_KEY\`, ordered by \`SORT_KEY\` ascending, the keys joined by \`|\`,
  numbers in it with leading zeros. No row limit of the query itself; a limit of the site is noticed and read around.
- **By key**: one prompt takes up to ${KEYS_PER_QUERY} keys joined by \`;\`. A key without a row has no row.
- **Counts** stand beside the three lists and have the same criteria without AFTER_KEY. They are asked before and after a list:
  a list that does not agree changes nothing in Tieout. Optional, but without them a cut-off list cannot be told.

## The set
`;

/** The page for administrators, from the definitions the program itself uses. */
export function queryDocument(): string {
  const overview = QUERY_KEYS.map((key) => {
    const { purpose, isOptional } = QUERY_DEFINITIONS[key];
    return `| [\`${key}\`](#${key.toLowerCase()}) | ${purpose} | ${isOptional ? 'optional' : 'needed'} |`;
  });
  const parts = QUERY_KEYS.map((key) => section(key, QUERY_DEFINITIONS[key], SITE_QUERIES[key] ?? ''));
  return `${HEAD}| Key in the profile | What it reads | |\n|---|---|---|\n${overview.join('\n')}\n\n${parts.join('\n')}`;
}

function section(key: string, definition: QueryDefinition, sampleName: string): string {
  const { purpose, prompts, columns, isList, isOptional, without, hint } = definition;
  const asked = prompts.map(({ name, meaning }) => `| prompt | \`${name}\` | ${cell(meaning)} |`);
  const given = columns.map(
    (column) =>
      `| ${column.isOptional ? 'column, optional' : 'column'} | \`${column.field}\` | ${cell(column.meaning)} |`,
  );
  return `### ${key}
${purpose[0]?.toUpperCase()}${purpose.slice(1)}${isList ? '; a list, read page by page' : ''}. ${isOptional ? 'Optional' : 'Needed'}; in the sample company \`${sampleName}\`.

- **Without it**: ${without.replace('Without it ', '')}
- **From**: ${hint}

| | Name | Meaning |
|---|---|---|
${[...asked, ...given].join('\n')}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
