/** Pages without script or style, for when the window itself is not (yet) to be given out. */
function page(title: string, body: string, head = ''): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">${head}
<title>${title}</title></head>
<body><main><h1>${title}</h1>
${body}
</main></body></html>
`;
}

/** This browser has no cookie of this host: how to get a new address. */
export const NEW_ADDRESS_PAGE = page(
  'This tab needs a new address',
  `<p>Each address of Tieout works once, for a quarter of an hour. This one has been used, is too old, or carries none of
those one-time tokens. Nothing is lost: the engine goes on working.</p>
<ul>
<li>In the terminal that runs Tieout, press Enter: it prints a new address.</li>
<li>Or in a Tieout tab that still works: your name at the top right, then “Address for another tab”.</li>
<li>Or start Tieout once more with the same command: it opens the one that runs.</li>
</ul>`,
);

/** The host was asked for under another name. */
export function otherHostPage(address: string): string {
  return page('Tieout answers under one address only', `<p>Open it as <code>${address}</code>.</p>`);
}

export const NOT_FOUND_PAGE = page('There is no such page', '<p>Tieout is at <a href="/">its own page</a>.</p>');

/**
 * Loads the page once more from our own address: a browser that came here from another site keeps our cookie back on that
 * first request only.
 */
export const ARRIVING_PAGE = page(
  'Opening Tieout',
  '<p><a href="/">Go on</a></p>',
  '<meta http-equiv="refresh" content="0;url=/">',
);
