import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { AbsentObject } from '../../../shared/contract/completeness-proofs.ts';
import { useAskAgain } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useNotices } from '../../app/notice.ts';
import { actProps } from '../../ui/act-props.ts';
import { capital } from '../../ui/capital.ts';
import { shortInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { formatCount } from '../../ui/money.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { familyWords } from './completeness-words.ts';
import { DashboardLink } from './dashboard-link.tsx';

interface AbsentObjectsProps {
  readonly account: string;
  readonly absent: readonly AbsentObject[];
  readonly count: number;
  readonly dashboard: string | null;
  readonly whyNotAsk: string | null;
}

/** What Stripe said it does not know, with where each id came from; one or all can be asked for again. */
export function AbsentObjects({ account, absent, count, dashboard, whyNotAsk }: AbsentObjectsProps): ReactNode {
  const { zone } = useCompany().unit;
  const { say } = useNotices();
  const ask = useAskAgain();
  const whyId = `why-not-ask-${account}`;
  const act = actProps(whyNotAsk, ask.isPending, whyId);
  const again = (objects: { type: string; id: string }[] | null) =>
    ask.mutate(
      { account, objects },
      {
        onSuccess: ({ asked }) =>
          say(`Asking Stripe again for ${asked === 1 ? '1 object' : `${formatCount(asked)} objects`}.`),
      },
    );
  return (
    <section aria-label="Unknown to Stripe">
      <p className="proof-line">
        Stripe said that it does not know {count === 1 ? 'this object' : `these ${formatCount(count)} objects`}. Test
        data, or an object of another account, may be the reason; one that was not there yet may be there now.{' '}
        {count > 1 && (
          <Button size="small" {...act} onClick={() => again(null)}>
            Ask again for all {formatCount(count)}
          </Button>
        )}{' '}
        {whyNotAsk !== null && (
          <span id={whyId} className="quiet">
            {whyNotAsk}
          </span>
        )}
      </p>
      {ask.error !== null && <FailureNotice error={ask.error} dismiss={() => ask.reset()} />}
      <table className="plain-table absent">
        <caption>
          Unknown to Stripe
          {count > absent.length && `; the latest ${formatCount(absent.length)} of ${formatCount(count)} are shown`}
        </caption>
        <TableHead columns={['Object', 'Where its id came from', 'Since', 'Last asked', 'Ask again']} />
        <tbody>
          {absent.map(({ type, id, origin, sinceAt, askedAt, isAsked }) => (
            <tr key={`${type} ${id}`}>
              <th scope="row">
                {capital(familyWords(type))} <DashboardLink base={dashboard} type={type} id={id} />
              </th>
              <td>{capital(origin)}</td>
              <td className="figures nowrap">{shortInstant(sinceAt, zone)}</td>
              <td className="figures nowrap">{shortInstant(askedAt, zone)}</td>
              <td>
                {isAsked ? (
                  'with the next read'
                ) : (
                  <Button
                    size="small"
                    aria-label={`Ask again for ${familyWords(type)} ${id}`}
                    {...act}
                    onClick={() => again([{ type, id }])}
                  >
                    Ask again
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
