/**
 * Links that are confirmed many at a time: the decision that a link belongs to is found by who made it and when. Frozen once released.
 */
export const number = 430;
export const sql = `
CREATE INDEX decision_of_bands ON decision (decided_at, actor) WHERE kind = 'link.bandConfirmed';
`;
