const ITEM_CHARACTERS = 30;

/** Item id of a Stripe document: its number, or its id where the number does not fit the 30 characters of ITEM. */
export function itemNumber(number: string | null, objectId: string): string {
  return number === null || number === '' || number.length > ITEM_CHARACTERS ? objectId : number;
}
