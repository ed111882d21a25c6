import type { ReactNode } from 'react';
import type { PortalLink } from '../../shared/contract/primitives.ts';

/** Links that open rows in PeopleSoft itself; nothing where the site names no portal. */
export function PortalLinks({ links }: { readonly links: readonly PortalLink[] }): ReactNode {
  if (links.length === 0) return null;
  return (
    <p className="portal-links" role="group" aria-label="Open in PeopleSoft">
      <span className="quiet">Open in PeopleSoft:</span>
      {links.map(({ label, url }) => (
        <a key={url} href={url} target="_blank" rel="noreferrer">
          {label}
        </a>
      ))}
    </p>
  );
}
