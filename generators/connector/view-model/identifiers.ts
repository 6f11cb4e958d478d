/**
 * The identifiers that a piece of our own generated code mentions: comments, string literals and the constant parts
 * of template literals are left out, and so are names behind a dot
 * and keys in front of a colon.
 */
export function identifiersIn(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  scan(code, 0, false, names);
  return names;
}

/** Reads code from `at`; inside a template's `${…}` up to its closing brace. Returns where it stopped. */
function scan(code: string, start: number, inTemplate: boolean, names: Set<string>): number {
  let at = start;
  let depth = 0;
  while (at < code.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(code)?.[0] ?? code.charAt(at);
    at += token.length;
    if (token === '`') {
      at = scanTemplate(code, at, names);
    } else if (token === '{') {
      depth += 1;
    } else if (token === '}') {
      if (inTemplate && depth === 0) return at;
      depth -= 1;
    } else if (/^[A-Za-z_$][\w$]*$/.test(token)) {
      names.add(token);
    }
  }
  return at;
}

function scanTemplate(code: string, start: number, names: Set<string>): number {
  let at = start;
  while (at < code.length && code.charAt(at) !== '`') {
    if (code.startsWith('${', at)) at = scan(code, at + 2, true, names);
    else at += code.charAt(at) === '\\' ? 2 : 1;
  }
  return at + 1;
}

/** Comments, strings, names behind a dot (but not behind a spread), names and keys, numbers; else one character. */
const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:[^'\\\n]|\\.)*'|\.\.\.|\??\.[A-Za-z_$][\w$]*|[A-Za-z_$][\w$]*:?|\d[\w.]*|[^]/y;
