/**
 * The same function, which keeps what it found for some texts: rows that stand one after the other say much the same. It keeps `most` answers at
 * a time and then begins anew, so that its memory does not grow with the rows. Only for a function of its text alone.
 */
export function remembered<Found>(find: (text: string) => Found, most: number): (text: string) => Found {
  const known = new Map<string, Found>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = find(text);
      if (known.size === most) known.clear();
      known.set(text, found);
    }
    return found;
  };
}
