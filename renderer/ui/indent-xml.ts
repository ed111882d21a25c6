const STEP = '  ';

/**
 * XML that arrived on one line, one element a line and indented, for reading only: nothing is parsed or checked, and text that is
 * no XML comes back as it is.
 */
export function indentXml(text: string): string {
  if (!text.trimStart().startsWith('<')) return text;
  let depth = 0;
  return text
    .replace(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => {
      const opens = /^<[^!?/][^>]*[^/]>$|^<[^!?/]>$/.test(line);
      if (line.startsWith('</')) depth = Math.max(0, depth - 1);
      const indented = STEP.repeat(depth) + line;
      if (opens) depth += 1;
      return indented;
    })
    .join('\n');
}
