/** Rule id of a match that a person chose herself; matching leaves it alone. */
export const PERSON_RULE = 'by-hand';

/** The one point of such a match: who chose it. */
export function chosenPoints(actor: string): string {
  return JSON.stringify([{ signal: 'person', text: `Chosen by ${actor}`, points: 100 }]);
}
