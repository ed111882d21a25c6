import type { ReactNode } from 'react';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { MarkedText } from '../../ui/marked-text.tsx';
import { ObjectId } from '../../ui/object-id.tsx';
import { PortalLinks } from '../../ui/portal-links.tsx';
import { Tag } from '../../ui/tag.tsx';

/** The fields of both sides beside each other, differences marked, with a verdict a line. */
export function SideBySide({ detail }: { readonly detail: MatchDetail | undefined }): ReactNode {
  return (
    <section aria-label="Side by side" data-pane="side-by-side" tabIndex={0}>
      <h2>
        Side by side
        {detail !== undefined && <ObjectId id={detail.movement.objectId} />}
        {typeof detail?.movement.sourceUrl === 'string' && (
          <span className="head-link">
            <a href={detail.movement.sourceUrl} target="_blank" rel="noreferrer">
              Open in Stripe
            </a>{' '}
            <kbd>O</kbd>
          </span>
        )}
      </h2>
      {detail !== undefined && <PortalLinks links={detail.portalLinks} />}
      {detail?.diff.length === 0 && <p className="quiet">{detail.movement.stateReason ?? detail.whyNot}</p>}
      {detail !== undefined && detail.diff.length > 0 && <DiffTable detail={detail} />}
    </section>
  );
}

function DiffTable({ detail }: { readonly detail: MatchDetail }): ReactNode {
  return (
    <table className="diff">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Stripe</th>
          <th scope="col">PeopleSoft</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {detail.diff.map((row) => (
          <tr key={row.field}>
            <th scope="row">{row.field}</th>
            <td title={[row.stripe, row.stripeSource].filter(Boolean).join('\n')}>
              <MarkedText text={row.stripe} marks={row.stripeMarks} />
            </td>
            <td title={[row.peopleSoft, row.peopleSoftSource].filter(Boolean).join('\n')}>
              <MarkedText text={row.peopleSoft} marks={row.peopleSoftMarks} />
            </td>
            <td>
              <Tag tone={row.tone}>{row.verdict}</Tag>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
