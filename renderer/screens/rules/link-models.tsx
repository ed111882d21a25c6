import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { LinkModelPreview, LinkModelRow } from '../../../shared/contract/link-models.ts';
import { useClient } from '../../api/client-context.ts';
import { useEnableLinkModel, useEndLinkModel, useProposeLinkModel } from '../../api/mutations.ts';
import { linkModelsQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { formatInstant } from '../../ui/dates.ts';
import { endedWords } from '../../ui/ended-words.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { formatCount } from '../../ui/money.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { SecondPerson } from '../../ui/second-person.tsx';
import { figures, TableHead } from '../../ui/table-head.tsx';

const BAND_WORDS = { sure: '0.95 and more', likely: '0.80 to 0.95', possible: '0.50 to 0.80', unlikely: 'below 0.50' };
const ORIGIN_WORDS = { learned: 'learned', refined: 'refined', returned: 'returned to' };
const SHOWN_ROWS = 12;

/** What customers are scored by: refined from what people decided, previewed, enabled by a reviewer, and returned to. */
export function LinkModels(): ReactNode {
  const list = useQuery(linkModelsQuery(useClient())).data;
  const propose = useProposeLinkModel();
  const { say } = useNotices();
  const [asks, setAsks] = useState<{ readonly returnTo: number | null } | null>(null);
  if (list === undefined || list.versions.length === 0) return null;
  const waiting = list.versions.find(({ state }) => state === 'proposed');
  const inUse = list.versions.find((each) => each.inUse);
  return (
    <section aria-label="Scores of customers">
      <h2>Scores of customers</h2>
      <p className="quiet">
        {inUse === undefined ? 'Nothing is learned yet.' : `Version ${inUse.version} is in use, ${originWords(inUse)}.`}
      </p>
      {waiting !== undefined && <WaitingModel version={waiting} />}
      <div className="acts">
        <Button
          size="small"
          disabledFocusable={list.can.why !== null || propose.isPending}
          {...(list.can.why === null ? {} : { title: list.can.why })}
          onClick={() => setAsks({ returnTo: null })}
        >
          Refine from what people decided…
        </Button>
      </div>
      <Versions versions={list.versions} returnTo={(version) => setAsks({ returnTo: version })} />
      {propose.error !== null && <FailureNotice error={propose.error} dismiss={() => propose.reset()} />}
      {asks !== null && (
        <ReasonDialog
          title={asks.returnTo === null ? 'Refine the scores' : `Return to version ${asks.returnTo} of the scores`}
          explanation="All customers are scored anew in the background. What would change is shown, and nothing holds before another reviewer enables it."
          confirmLabel="Work it out"
          isRequired
          suggestions={['Many links are decided now', 'Too few were proposed', 'Too many were wrong']}
          onCancel={() => setAsks(null)}
          onConfirm={(reason) => {
            setAsks(null);
            propose.mutate(
              { ...asks, reason },
              { onSuccess: () => say('The scores are worked out in the background.') },
            );
          }}
        />
      )}
    </section>
  );
}

function originWords({ origin, basedOn, enabledBy }: LinkModelRow): string {
  const from = basedOn === null ? '' : ` from version ${basedOn}`;
  return `${ORIGIN_WORDS[origin]}${from}${enabledBy === null ? '' : `, enabled by ${enabledBy}`}`;
}

function WaitingModel({ version }: { readonly version: LinkModelRow }): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const [enable, end] = [useEnableLinkModel(), useEndLinkModel()];
  const seen = { version: version.version, hash: version.hash ?? '' };
  return (
    <section aria-label="Scores to enable" className="rules-waiting">
      <h3>Version {version.version} of the scores waits for a reviewer</h3>
      <p className="quiet">
        {originWords(version)}, proposed by {version.madeBy}, {formatInstant(version.madeAt, unit.zone)}.
      </p>
      <p>{version.reason}</p>
      {version.preview !== null && <Preview preview={version.preview} />}
      <SecondPerson
        can={version.can}
        confirmLabel="Enable the scores"
        steps={[enable, end]}
        confirm={() =>
          enable.mutate(seen, { onSuccess: (row) => say(`Version ${row.version} of the scores is enabled.`) })
        }
        end={(reason) =>
          end.mutate(
            { ...seen, reason },
            { onSuccess: (row) => say(`Version ${row.version} of the scores is ${row.ended?.as ?? 'withdrawn'}.`) },
          )
        }
        refusal={{
          title: `Refuse version ${version.version} of the scores`,
          explanation: `What is in use stays in use, and ${version.madeBy} sees why. The reason goes into the audit.`,
          suggestions: ['It moves pairs that are right', 'Too few decisions behind it'],
        }}
      />
    </section>
  );
}

function Preview({ preview }: { readonly preview: LinkModelPreview }): ReactNode {
  const { confirmed, rejected, proposedBefore, proposedAfter, moves, rows } = preview;
  return (
    <>
      <p>
        From {formatCount(confirmed)} confirmed and {formatCount(rejected)} rejected pairs. Somebody stands out for{' '}
        {formatCount(proposedBefore)} customers now, and for {formatCount(proposedAfter)} with it.
      </p>
      {moves.length === 0 && <p className="quiet">No pair changes its band.</p>}
      <ul>
        {moves.map(({ from, to, count }) => (
          <li key={`${from} ${to}`}>
            {formatCount(count)} from {BAND_WORDS[from]} to {BAND_WORDS[to]}
          </li>
        ))}
      </ul>
      {rows.length > 0 && (
        <table className="plain-table">
          <TableHead columns={['Stripe', 'PeopleSoft', figures('Before'), figures('After')]} />
          <tbody>
            {rows.slice(0, SHOWN_ROWS).map(({ customerId, name, custId, peopleSoftName, before, after }) => (
              <tr key={`${customerId} ${custId}`}>
                <td>{name ?? customerId}</td>
                <td>
                  {custId} {peopleSoftName}
                </td>
                <td className="right figures">{before.toFixed(2)}</td>
                <td className="right figures">{after.toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface VersionsProps {
  readonly versions: readonly LinkModelRow[];
  readonly returnTo: (version: number) => void;
}

function Versions({ versions, returnTo }: VersionsProps): ReactNode {
  const { unit } = useCompany();
  const past = versions.filter(({ state, inUse }) => state !== 'proposed' && !inUse);
  if (past.length === 0) return null;
  return (
    <ul className="rules-list">
      {past.map((each) => (
        <li key={each.version}>
          <span>
            Version {each.version}, {originWords(each)}
            {each.ended === null ? '' : `: ${endedWords(each.ended, unit.zone)}`}
          </span>
          {each.state === 'enabled' && (
            <Button
              size="small"
              aria-label={`Return to version ${each.version} of the scores`}
              onClick={() => returnTo(each.version)}
            >
              Return to it…
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
