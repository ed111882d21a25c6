import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { TwoFileState } from '../../../shared/contract/two-files.ts';
import { useClient } from '../../api/client-context.ts';
import { jobsQuery, twoFilesQuery } from '../../api/queries.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { takeKeyboard } from '../../ui/take-keyboard.ts';
import { ChooseFiles } from './choose-files.tsx';
import { FoundLinesPane } from './found-lines-pane.tsx';
import { MapFiles } from './map-files.tsx';
import { termsSentence, twoFilesSentence } from './two-file-words.ts';
import './two-files.css';
import { useTwoFiles } from './use-two-files.ts';
import type { TwoFilesWork } from './use-two-files.ts';

/** Any two files against each other: chosen, mapped, reconciled, reviewed, written out. Nothing of them enters the books. */
export function TwoFiles(): ReactNode {
  const query = useQuery(twoFilesQuery(useClient()));
  const work = useTwoFiles();
  const [isMapping, setMapping] = useState(false);
  const state = query.data?.state;
  const result = state?.result ?? null;
  return (
    <section className="screen two-files" aria-label="Two files">
      <ScreenHead title="Two files" sentence={twoFilesSentence(state)}>
        {result !== null && (
          <>
            <Button size="small" appearance="primary" disabled={work.isBusy} onClick={() => work.write(result.run)}>
              Write the answer <kbd>X</kbd>
            </Button>
            {!isMapping && (
              <Button size="small" onClick={() => setMapping(true)}>
                Columns
              </Button>
            )}
          </>
        )}
        {state !== null && state !== undefined && (
          <Button size="small" disabled={work.isBusy} onClick={work.close}>
            Close the files
          </Button>
        )}
      </ScreenHead>
      {work.error !== null && <FailureNotice error={work.error} dismiss={work.dismissError} />}
      {state === undefined ? (
        query.isError ? (
          <EmptyFailed error={query.error} retry={() => void query.refetch()} />
        ) : (
          <EmptyLoading what="the two files" />
        )
      ) : state === null ? (
        <ChooseFiles work={work} />
      ) : (
        <Stage state={state} work={work} isMapping={isMapping} setMapping={setMapping} />
      )}
    </section>
  );
}

interface StageProps {
  readonly state: TwoFileState;
  readonly work: TwoFilesWork;
  readonly isMapping: boolean;
  readonly setMapping: (isMapping: boolean) => void;
}

function Stage({ state, work, isMapping, setMapping }: StageProps): ReactNode {
  const { jobId, failure, result, proposed, usedBefore } = state;
  if (jobId !== null) return <Running jobId={jobId} work={work} />;
  if (result !== null && !isMapping)
    return (
      <>
        <Failure failure={failure} />
        <p className="two-file-terms quiet">
          {termsSentence(result)} {result.notes.join(' ')}
        </p>
        <FoundLinesPane key={result.run} result={result} work={work} />
      </>
    );
  return (
    <>
      <Failure failure={failure} />
      <MapFiles
        key={`${state.left.name} ${state.right.name}`}
        state={state}
        start={result?.map ?? usedBefore ?? proposed}
        work={work}
        started={() => setMapping(false)}
        {...(result === null ? {} : { back: () => setMapping(false) })}
      />
    </>
  );
}

/** Why the last run came to nothing. */
function Failure({ failure }: { readonly failure: string | null }): ReactNode {
  if (failure === null) return null;
  return (
    <p className="remark bad" role="alert">
      {failure}
    </p>
  );
}

/** While it runs: where it is, and the way to stop it. */
function Running({ jobId, work }: { readonly jobId: string; readonly work: TwoFilesWork }): ReactNode {
  const jobs = useQuery(jobsQuery(useClient())).data?.jobs ?? [];
  const job = jobs.find((each) => each.jobId === jobId);
  return (
    <section className="pane" aria-label="Progress" data-pane="decision" tabIndex={-1} ref={takeKeyboard}>
      <Empty title="Reconciling" action={{ label: 'Cancel', run: () => work.cancel(jobId) }}>
        {job?.message ?? 'It begins.'}
      </Empty>
    </section>
  );
}
