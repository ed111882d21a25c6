import type { FailureOrder } from '../../../electron/sample/peoplesoft/switches.ts';

/** Answers that prove nothing: whether PeopleSoft saved is decided apart. Stalls come beside them, by whose clock there is. */
export const DOUBTFUL_FORMS = [
  { form: 'fault', status: 500 },
  { form: 'fault', status: 200 },
  { form: 'bareIbResponse' },
  { form: 'empty200' },
  { form: 'htmlSignIn' },
  { form: 'http503' },
  { form: 'dropConnection' },
  { form: 'resetConnection' },
  { form: 'wrongContentLength' },
] as const satisfies readonly Partial<FailureOrder>[];

/** Answers that say for certain that nothing was saved. */
export const CERTAIN_FORMS = ['notificationZero', 'lockConflict', 'passwordExpired', 'unauthorised'] as const;

export const READ_FAILURES = [
  'http503',
  'dropConnection',
  'empty200',
  'htmlSignIn',
  'wrongContentLength',
  'bareIbResponse',
] as const;

/** Virtual seconds a server may still be saving: always less than the settle time of the profile (300 s). */
export const LATER_SECONDS = [5, 60, 200, 290] as const;
