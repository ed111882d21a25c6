import { useState } from 'react';
import type { TableMapping } from '../../../shared/contract/files.ts';
import { asContractError, type ContractError } from '../../api/contract-error.ts';
import { useClient } from '../../api/client-context.ts';
import { useImportFile, useUndoFile } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { handFile } from '../../api/hand-file.ts';

export interface HandedOver {
  readonly uploadId: string;
  readonly name: string;
}
export interface FileImportWork {
  readonly handed: HandedOver | null;
  /** The person's own map; null: as the engine proposes. */
  readonly map: TableMapping | null;
  readonly isBusy: boolean;
  readonly error: ContractError | null;
  readonly dismissError: () => void;
  readonly choose: (file: File) => void;
  readonly remap: (map: TableMapping) => void;
  readonly leave: () => void;
  readonly start: (map: TableMapping | null, saveMapAs: string | null) => void;
  readonly takeBack: (importId: number) => void;
}

/** A file on its way in: handed over, looked at, mapped, imported; and imports taken back. */
export function useFileImport(): FileImportWork {
  const client = useClient();
  const { say } = useNotices();
  const importing = useImportFile();
  const undoing = useUndoFile();
  const [handed, setHanded] = useState<HandedOver | null>(null);
  const [map, setMap] = useState<TableMapping | null>(null);
  const [isHanding, setHanding] = useState(false);
  const [error, setError] = useState<ContractError | null>(null);
  const leave = () => {
    setHanded(null);
    setMap(null);
  };
  return {
    handed,
    map,
    isBusy: isHanding || importing.isPending || undoing.isPending,
    error,
    dismissError: () => setError(null),
    choose(file) {
      setHanding(true);
      setError(null);
      leave();
      handFile(client, file)
        .then((uploadId) => setHanded({ uploadId, name: file.name }))
        .catch((failure: unknown) => setError(asContractError(failure)))
        .finally(() => setHanding(false));
    },
    remap: setMap,
    leave,
    start(chosen, saveMapAs) {
      if (handed === null) return;
      const done = () => {
        say(`${handed.name} is being taken in; the bar below shows how far it is.`);
        leave();
      };
      importing.mutate({ uploadId: handed.uploadId, map: chosen, saveMapAs }, { onSuccess: done, onError: setError });
    },
    takeBack(importId) {
      const done = () => say('The import is being taken back.');
      undoing.mutate({ importId }, { onSuccess: done, onError: setError });
    },
  };
}
