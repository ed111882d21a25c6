import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MappedPropertyKey, MappingDiscovered, MappingDryRun } from '../../../shared/contract/mapping.ts';
import { useClient } from '../../api/client-context.ts';
import { mappingDryRunQuery, mappingServiceQuery } from '../../api/queries.ts';
import { namesOf, withName } from './mapping-choices.ts';
import type { Names } from './mapping-choices.ts';

export interface MappingForm {
  readonly found: MappingDiscovered | undefined;
  readonly error: unknown;
  readonly isReading: boolean;
  /** Name of the service that is, or is to be, read; empty while it is not known which one is in use. */
  readonly service: string;
  readonly retry: () => void;
  /** Reads another service, or the same one anew. */
  readonly read: (service: string) => void;
  readonly names: Names;
  readonly choose: (key: MappedPropertyKey, name: string) => void;
  readonly replace: (names: Names) => void;
  readonly of: 'sample' | 'queued';
  readonly chooseOf: (of: 'sample' | 'queued') => void;
  readonly dryRun: MappingDryRun | undefined;
  readonly dryRunError: unknown;
}

/** The service that is read, the names chosen for it so far (the proposal, until a person changes one), and their dry run. */
export function useMappingForm(): MappingForm {
  const client = useClient();
  const [service, setService] = useState<string | null>(null);
  const [chosen, setChosen] = useState<{ readonly of: string; readonly names: Names } | null>(null);
  const [of, chooseOf] = useState<'sample' | 'queued'>('sample');
  const query = useQuery(mappingServiceQuery(client, service === null ? {} : { service }));
  const found = query.data;
  // What was chosen for a schema says nothing about another one.
  const names =
    chosen !== null && chosen.of === found?.schemaHash ? chosen.names : namesOf(found?.fields ?? [], 'proposed');
  const replace = (next: Names) => setChosen({ of: found?.schemaHash ?? '', names: next });
  const dryRun = useQuery({
    ...mappingDryRunQuery(client, {
      service: found?.service ?? '-',
      serviceVersion: found?.serviceVersion ?? '1',
      properties: names,
      of,
    }),
    enabled: found !== undefined,
  });
  return {
    found,
    error: query.error,
    isReading: query.isFetching,
    service: service ?? found?.service ?? '',
    retry: () => void query.refetch(),
    read: (wanted) => {
      if (wanted === found?.service || wanted === service) void query.refetch();
      else setService(wanted);
    },
    names,
    choose: (key, name) => replace(withName(names, key, name)),
    replace,
    of,
    chooseOf,
    dryRun: found === undefined ? undefined : dryRun.data,
    dryRunError: dryRun.error,
  };
}
