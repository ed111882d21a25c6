import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { WhyNotItem as Answer } from '../../../shared/contract/why-not-item.ts';
import { useClient } from '../../api/client-context.ts';
import { whyNotItemQuery } from '../../api/queries.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';

interface WhyNotItemProps {
  readonly movementKey: number;
  readonly itemKey: number;
}

/** Why the movement is not matched with the item she asked about: the nearest rule's failing conditions, then every other rule's. */
export function WhyNotItem({ movementKey, itemKey }: WhyNotItemProps): ReactNode {
  const { data, error, refetch } = useQuery(whyNotItemQuery(useClient(), { movementKey, itemKey }));
  if (error !== null && data === undefined) return <FailureNotice error={error} dismiss={() => void refetch()} />;
  if (data === undefined) return null;
  const { item, nearest, rules, note } = data;
  return (
    <div className="why-not-item" role="status" aria-label={`Why not ${item}`}>
      <h2>Why not {item}</h2>
      {nearest !== null && <RuleSays rule={nearest} />}
      {rules.length > 1 && (
        <details>
          <summary>What the other rules say</summary>
          {rules
            .filter(({ ruleId }) => ruleId !== nearest?.ruleId)
            .map((rule) => (
              <RuleSays key={rule.ruleId} rule={rule} />
            ))}
        </details>
      )}
      {note !== null && <p className="sentence">{note}</p>}
    </div>
  );
}

function RuleSays({ rule }: { readonly rule: Answer['rules'][number] }): ReactNode {
  return (
    <>
      <p>
        “{rule.title}” v{rule.version}
        {rule.failing.length === 0 && ': the two fit; only another choice of either stands between them.'}
      </p>
      {rule.failing.length > 0 && (
        <ul>
          {rule.failing.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}
