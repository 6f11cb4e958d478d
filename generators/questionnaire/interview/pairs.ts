/** `a=1 b=2 and more`, or with commas between them → name and value of each, in their order. */
export function pairsOf(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split(/\s*,\s*|\s+(?=[^\s=,]+=)/).flatMap((pair) => {
    const [name = '', ...rest] = pair.trim().split('=');
    return name === '' || name === NONE ? [] : [[name, rest.join('=')] as const];
  });
}

export function pairsText(pairs: Iterable<readonly [name: string, value: string]>): string {
  const written = [...pairs].map(([name, value]) => `${name}=${value}`);
  return written.length === 0 ? NONE : written.join(written.some((pair) => pair.includes(' ')) ? ', ' : ' ');
}

/** What is wrong with the form of such an answer; nothing when it is good. */
export function pairsProblem(text: string, example: string): string | undefined {
  if (text === NONE) return undefined;
  const pairs = pairsOf(text);
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `${twice} is there twice`;
  return pairs.length > 0 && pairs.every(([, value]) => value !== '')
    ? undefined
    : `write name=value, such as ${example}`;
}

/** The answer for “there are none”. */
export const NONE = 'none';
