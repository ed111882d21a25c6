import type { Money } from '../../shared/domain/money.ts';
import type { Role } from '../../shared/domain/states.ts';

export interface SamplePerson {
  readonly personId: string;
  readonly name: string;
  /** May sign in to the sample PeopleSoft. */
  readonly operatorId: string;
  readonly roles: readonly Role[];
  readonly limits: readonly Money[] | null;
}

/** Password of every sample person at the sample PeopleSoft, which only this machine can reach. */
export const SAMPLE_PASSWORD = 'sample';

/** Colleagues of whoever opens the sample company: a clerk with a small limit, and a reviewer without one. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  {
    personId: 'sample clerk',
    name: 'Casey Clerk',
    operatorId: 'TO_CLERK',
    roles: ['preparer'],
    limits: [
      { minor: 100_000, exponent: 2, currency: 'USD' },
      { minor: 100_000, exponent: 2, currency: 'EUR' },
    ],
  },
  {
    personId: 'sample reviewer',
    name: 'Robin Reviewer',
    operatorId: 'TO_REVIEWER',
    roles: ['reviewer', 'administrator'],
    limits: null,
  },
];
