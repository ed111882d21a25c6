import type { Access } from './soap-client.ts';

/** Address of a query run with its prompts. */
export function queryUrl(
  site: Access,
  query: string,
  prompts: Readonly<Record<string, string>>,
  { maxRows = 100, type = 'JSON' }: { maxRows?: number; type?: string } = {},
): string {
  const values = Object.values(prompts).map(encodeURIComponent);
  const json = type === 'JSON' ? '&json_resp=true' : '';
  return (
    `${site.url}/PSIGW/RESTListeningConnector/${site.node}/ExecuteQuery.v1/public/${query}/${type}/NONFILE?isconnectedquery=N` +
    `&maxrows=${maxRows}&prompt_uniquepromptname=${Object.keys(prompts).join(',')}&prompt_fieldvalue=${values.join(',')}${json}`
  );
}

export function basic(site: Access): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${site.user}:${site.password}`).toString('base64')}` };
}

/** Rows of a query, headings without their alias. */
export async function runQuery(
  site: Access,
  query: string,
  prompts: Readonly<Record<string, string>>,
  maxRows = 100,
): Promise<Record<string, string>[]> {
  const answer = await fetch(queryUrl(site, query, prompts, { maxRows }), { headers: basic(site) });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  const parsed = (await answer.json()) as { data: { query: { rows: Record<string, string>[] } } };
  return parsed.data.query.rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([heading, value]) => [heading.replace(/^[A-Z]\./, ''), value])),
  );
}
