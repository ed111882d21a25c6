/** Why a proposed link is not among those that are confirmed together, the first reason that holds. */
export const LEFT_OUT_REASONS = ['notInPeopleSoft', 'vetoed', 'competes', 'shared', 'laterOnes'] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];
