const FIELDS =
  /(?:<(?:\w+:)?|")([A-Za-z.:_]*(?:amount\w*|AMT|STATUS|status|ITEM|notification|MessageID))(?:>|"\s*:)\s*"?(?:<!\[CDATA\[)?([^<"\],}]*)/g;

/**
 * The switch of the control: a reader that looks for the fields it wants and takes what stands there, whole document or not, as many a
 * quick integration does.
 */
export function leniently(text: string): string | null {
  const found = [...text.matchAll(FIELDS)].map(([, name, value = '']) => {
    const number = Number.parseFloat(value);
    return `${name}=${Number.isNaN(number) ? value : number}`;
  });
  return found.length === 0 ? null : found.join(' ');
}
