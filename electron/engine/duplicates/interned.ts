/** Gives equal texts equal numbers, from zero up in the order they come; the numbers mean nothing else. */
export function interned(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const found = numbers.get(text);
    if (found !== undefined) return found;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
}
