/**
 * A function of a text that remembers its last answers: the steps of a merge ask about the same few texts again and
 * again. Two generations, so that what is in use survives when the older half is forgotten.
 */
export function remembered<T extends object>(
  compute: (text: string) => T,
  generation = 64,
): (text: string) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const found = old.get(text) ?? compute(text);
    if (young.size >= generation) {
      old = young;
      young = new Map();
    }
    young.set(text, found);
    return found;
  };
}
