import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useCompany } from '../../app/company-context.ts';
import { shortInstant } from '../../ui/dates.ts';
import { formatPoints } from '../../ui/money.ts';
import { Tag } from '../../ui/tag.tsx';
import type { OwnSelection } from './own-selection.ts';
import { WhyNotItem } from './why-not-item.tsx';

interface WhyPanelProps {
  readonly detail: MatchDetail | undefined;
  readonly selection: OwnSelection;
  readonly askedItem: number | null;
}

/** The points of the proposal, its distance to the runner-up, and the sentence that says why the other one lost. */
export function WhyPanel({ detail, selection, askedItem }: WhyPanelProps): ReactNode {
  const match = detail?.match ?? null;
  return (
    <section aria-label="Why" data-pane="why" tabIndex={0}>
      {detail !== undefined && askedItem !== null && (
        <WhyNotItem movementKey={detail.movement.key} itemKey={askedItem} />
      )}
      <h2>{heading(detail)}</h2>
      {detail !== undefined && detail.duplicate !== null && <Duplicate duplicate={detail.duplicate} />}
      {detail !== undefined && match !== null && (
        <>
          <dl className="points">
            {match.points.map(({ signal, text, points }) => (
              <div key={signal}>
                <dt>{text}</dt>
                <dd className="figures">{formatPoints(points)}</dd>
              </div>
            ))}
          </dl>
          <ScoreBar score={match.score} runnerUp={detail.runnerUp?.score ?? null} />
        </>
      )}
      {detail !== undefined && (
        <p className="sentence">
          {detail.whyNot}
          {match !== null && ` ${ruleWords(match)}`}
          {selection.isOwn && ' You have selected other items than were proposed.'}
        </p>
      )}
      {detail !== undefined && <History detail={detail} />}
    </section>
  );
}

/** A warning, never a bar: she may approve it all the same. */
function Duplicate({ duplicate }: { readonly duplicate: NonNullable<MatchDetail['duplicate']> }): ReactNode {
  return (
    <p className="sentence">
      <Tag tone="warn">possible duplicate</Tag> {duplicate.text}{' '}
      <Link to="/duplicates" search={{ facet: 'open', row: duplicate.clusterId }}>
        Look at it
      </Link>{' '}
      <kbd>D</kbd>
    </p>
  );
}

function heading(detail: MatchDetail | undefined): string {
  if (detail === undefined) return 'Why';
  if (detail.match === null) return 'Why there is no match';
  const score = detail.match.score.toFixed(2);
  return detail.runnerUp === null ? `Why ${score}` : `Why ${score}, and why not the other`;
}

function ruleWords(match: NonNullable<MatchDetail['match']>): string {
  const margin = match.margin === null ? '' : `Margin ${match.margin.toFixed(2)}, `;
  return `${margin}${margin === '' ? 'Rule' : 'rule'} “${match.rule}” v${match.ruleVersion}.`;
}

/** The score as a bar, the runner-up as a tick on it; drawn, because a style attribute could not carry its widths. */
function ScoreBar({ score, runnerUp }: { readonly score: number; readonly runnerUp: number | null }): ReactNode {
  const percent = (value: number) => `${Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10}%`;
  const label = runnerUp === null ? `Score ${score}` : `Score ${score}, runner-up ${runnerUp}`;
  return (
    <svg className="score" role="img" aria-label={label}>
      <rect className="score-ground" width="100%" height="6" y="3" rx="3" />
      <rect className="score-fill" width={percent(score)} height="6" y="3" rx="3" />
      {runnerUp !== null && <rect className="score-tick" x={percent(runnerUp)} width="2" height="12" />}
    </svg>
  );
}

function History({ detail }: { readonly detail: MatchDetail }): ReactNode {
  const { unit } = useCompany();
  if (detail.history.length === 0) return null;
  return (
    <ul className="history" aria-label="What happened">
      {detail.history.map(({ at, actor, text }) => (
        <li key={`${at} ${text}`}>
          <span className="figures quiet">{shortInstant(at, unit.zone)}</span> {text}{' '}
          <span className="quiet">{actor}</span>
        </li>
      ))}
    </ul>
  );
}
