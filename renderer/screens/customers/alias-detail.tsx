import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import { formatInstant } from '../../ui/dates.ts';
import { Tag } from '../../ui/tag.tsx';
import { ALIAS_KIND_WORDS, ALIAS_STANDING_WORDS, aliasSentence } from './alias-words.ts';

interface AliasDetailProps {
  readonly row: AliasRow;
  readonly zone: string;
  readonly isBusy: boolean;
  readonly change: () => void;
  readonly turn: () => void;
}

/** One alias: what it says, who said so, until when, and what may be done about it. */
export function AliasDetail({ row, zone, isBusy, change, turn }: AliasDetailProps): ReactNode {
  const words = ALIAS_STANDING_WORDS[row.standing];
  const isForgotten = row.forgottenAt !== null;
  return (
    <>
      <header>
        <strong>{row.spelling}</strong>
        <Tag tone={words.tone}>{words.label}</Tag>
      </header>
      <div className="customer-acts">
        <div className="acts">
          <Button disabledFocusable={isBusy} onClick={change}>
            Change…
          </Button>
          <Button disabledFocusable={isBusy} onClick={turn}>
            {isForgotten ? 'Remember it again' : 'Forget it'} <kbd>U</kbd>
          </Button>
        </div>
      </div>
      <div className="customer-scroll" tabIndex={0} role="group" aria-label="Details of the alias">
        <section aria-label="What it says">
          <p>
            {ALIAS_KIND_WORDS[row.kind]} “{row.spelling}” is {row.custId} {row.peopleSoftName ?? ''}.
          </p>
          <p>{aliasSentence(row)}</p>
          <dl className="alias-facts">
            <dt>Said by</dt>
            <dd>
              {row.madeBy}, {formatInstant(row.madeAt, zone)}
              {row.isOfLink && ', by confirming a link whose two names differ'}
            </dd>
            <dt>Counts until</dt>
            <dd>{row.expiresDate ?? (row.isOfLink ? 'as long as the link stands' : 'for good')}</dd>
            {row.reason !== null && (
              <>
                <dt>Reason</dt>
                <dd>{row.reason}</dd>
              </>
            )}
            {row.forgottenBy !== null && row.forgottenAt !== null && (
              <>
                <dt>Forgotten by</dt>
                <dd>
                  {row.forgottenBy}, {formatInstant(row.forgottenAt, zone)}
                </dd>
              </>
            )}
          </dl>
        </section>
      </div>
    </>
  );
}
