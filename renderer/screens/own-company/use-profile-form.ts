import { useState } from 'react';
import { profileSchema } from '../../../shared/contract/profile.ts';
import { faultsOf, valueAt, withValueAt } from './draft.ts';
import type { Fault, Json, JsonObject } from './draft.ts';

/** A draft to start from: what has no sensible standard is empty. */
const START: JsonObject = {
  name: '',
  stripe: { key: { env: 'TIEOUT_STRIPE_KEY' }, livemode: true },
  peoplesoft: {
    user: { env: 'TIEOUT_PEOPLESOFT_USER' },
    password: { env: 'TIEOUT_PEOPLESOFT_PASSWORD' },
    deposit: { depositIds: 'given', properties: {} },
    queries: { owner: 'public' },
    quietWindow: null,
  },
  units: [{ goLiveDate: null, straightThrough: null, clearing: [{}] }],
};

export interface ProfileForm {
  readonly draft: Json;
  readonly faults: readonly Fault[];
  /** The fault at a field or below it, once faults are shown. */
  readonly faultAt: (path: string) => string | null;
  readonly set: (path: string, value: Json | undefined) => void;
  readonly replace: (draft: JsonObject) => void;
  readonly secrets: Readonly<Record<string, string>>;
  readonly setSecret: (path: string, value: string) => void;
  readonly showFaults: (found?: readonly Fault[]) => void;
  readonly areFaultsShown: boolean;
}

/** Fields that are null, not absent, when empty. */
const NULL_WHEN_EMPTY = /^(units\.\d+\.(goLiveDate|straightThrough)|peoplesoft\.quietWindow)$/;
const QUIET_WINDOW = 'peoplesoft.quietWindow';

/** The windows as a list, as the fields go by; without any, none are given. */
function normalised(draft: Json): Json {
  const windows = valueAt(draft, QUIET_WINDOW);
  if (typeof windows !== 'object' || windows === null) return draft;
  const list: readonly Json[] = Array.isArray(windows) ? windows : [windows];
  const filled = list.filter(
    (window) => typeof window !== 'object' || window === null || Object.keys(window).length > 0,
  );
  return withValueAt(draft, QUIET_WINDOW, filled.length === 0 ? null : filled);
}

/** State of the form: the draft, its faults, and the credentials typed in, which stay in this component. */
export function useProfileForm(): ProfileForm {
  const [draft, setDraft] = useState<Json>(START);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [areFaultsShown, setShown] = useState(false);
  const [found, setFound] = useState<readonly Fault[]>([]);
  const faults = faultsOf(profileSchema, draft);
  const all = [...faults, ...found];
  return {
    draft,
    faults: all,
    areFaultsShown,
    faultAt: (path) => {
      if (!areFaultsShown) return null;
      return all.find((fault) => fault.path === path || fault.path.startsWith(`${path}.`))?.message ?? null;
    },
    set: (path, value) => {
      setFound([]);
      setDraft((old) =>
        normalised(withValueAt(old, path, value === undefined && NULL_WHEN_EMPTY.test(path) ? null : value)),
      );
    },
    replace: (next) => {
      setFound([]);
      setDraft(normalised(next));
      setShown(true);
    },
    secrets,
    setSecret: (path, value) => setSecrets((old) => ({ ...old, [path]: value })),
    showFaults: (engineFaults = []) => {
      setShown(true);
      setFound(engineFaults);
    },
  };
}

/** Secrets as the check takes them: by the name under which the profile says they are kept. */
export function secretsByName(draft: Json, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const named = Object.entries(secrets).flatMap(([path, secret]) => {
    const name = valueAt(draft, `${path}.env`) ?? valueAt(draft, `${path}.vault`);
    return typeof name === 'string' && secret !== '' ? [[name, secret] as const] : [];
  });
  return Object.fromEntries(named);
}
