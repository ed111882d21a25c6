import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';

const FORMS: readonly Partial<FailureOrder>[] = [
  { form: 'fault', status: 500 },
  { form: 'fault', status: 200 },
  { form: 'handlerFault' },
  { form: 'bareIbResponse' },
  { form: 'empty200' },
  { form: 'htmlSignIn' },
  { form: 'http503' },
  { form: 'dropConnection' },
  { form: 'wrongContentLength' },
];
const COMMITS = ['never', 'first', 'afterReadBack'] as const;

/** Every answer that proves nothing, whatever became of the work, on sites that take our deposit ids and on those that number. */
export const DOUBTFUL_ANSWERS = FORMS.flatMap((order) =>
  COMMITS.flatMap((commit) =>
    (['next', 'given'] as const).map((depositIds) => ({ ...order, commit, depositIds }) as const),
  ),
);
