/** The one beside this one in a list, round and round; itself where it is not in the list. */
export function neighbourIn<Each>(list: readonly Each[], one: Each, step: 1 | -1): Each {
  const at = list.indexOf(one);
  return at === -1 ? one : (list[(at + step + list.length) % list.length] ?? one);
}
