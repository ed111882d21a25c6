import type { ReactNode } from 'react';
import type { SystemCheck } from '../../../shared/contract/connections.ts';
import { Tag } from '../../ui/tag.tsx';
import { SYSTEM_WORDS } from '../../ui/words.ts';

/** What the ping of each system found, what is missing, why it is needed and how to put it right. */
export function CheckReport({ systems }: { readonly systems: readonly SystemCheck[] }): ReactNode {
  return systems.map((check) => (
    <section key={check.system} className="check" aria-label={`Check of ${SYSTEM_WORDS[check.system]}`}>
      <h3>
        {SYSTEM_WORDS[check.system]}{' '}
        <Tag tone={check.ok ? 'ok' : 'bad'}>
          {check.ok ? 'ready' : check.missing.length === 0 ? 'not ready' : `${check.missing.length} missing`}
        </Tag>
      </h3>
      <p className="quiet">{[check.version, check.signIn].filter(Boolean).join(' · ')}</p>
      <ul className="found">
        {check.found.map((found) => (
          <li key={found}>{found}</li>
        ))}
      </ul>
      <ul className="missing">
        {check.missing.map(({ what, why, fix }) => (
          <li key={what}>
            <b>{what}</b> {why} <span className="fix">{fix}</span>
          </li>
        ))}
      </ul>
    </section>
  ));
}
