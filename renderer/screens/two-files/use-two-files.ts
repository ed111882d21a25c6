import { useState } from 'react';
import type { TwoFileMap } from '../../../shared/contract/two-files.ts';
import { asContractError } from '../../api/contract-error.ts';
import { useClient } from '../../api/client-context.ts';
import { handFile } from '../../api/hand-file.ts';
import {
  useCancelJob,
  useCloseTwoFiles,
  useExportTwoFiles,
  useOpenTwoFiles,
  useRunTwoFiles,
} from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';

export interface TwoFilesWork {
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
  readonly open: (left: File, right: File) => void;
  readonly run: (map: TwoFileMap) => void;
  readonly cancel: (jobId: string) => void;
  readonly write: (run: number) => void;
  readonly close: () => void;
}

/** What is done with the two files as a whole; a refusal stays on screen until it is dismissed. */
export function useTwoFiles(): TwoFilesWork {
  const client = useClient();
  const { say } = useNotices();
  const [opening, running, cancelling] = [useOpenTwoFiles(), useRunTwoFiles(), useCancelJob()];
  const [writing, closing] = [useExportTwoFiles(), useCloseTwoFiles()];
  const [isHanding, setHanding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const failed = { onError: setError, onSuccess: () => setError(null) };
  const handBoth = async (left: File, right: File) => ({
    left: await handFile(client, left),
    right: await handFile(client, right),
  });
  return {
    isBusy: isHanding || opening.isPending || running.isPending || writing.isPending || closing.isPending,
    error,
    dismissError: () => setError(null),
    open(left, right) {
      setHanding(true);
      setError(null);
      handBoth(left, right)
        .then((handed) => opening.mutate(handed, failed))
        .catch((failure: unknown) => setError(asContractError(failure)))
        .finally(() => setHanding(false));
    },
    run: (map) => running.mutate({ map }, failed),
    cancel: (jobId) => cancelling.mutate({ jobId }, failed),
    write: (run) =>
      writing.mutate(
        { run },
        {
          onError: setError,
          onSuccess: ({ file, lines }) => {
            setError(null);
            say(`${lines} lines written to ${file}`);
          },
        },
      ),
    close: () => closing.mutate({}, failed),
  };
}
