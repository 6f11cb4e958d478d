/** A list of environment variables (`NAME=` on lines of their own) with those that it lacks added at its end. */
export function withVariables(text: string, names: readonly string[]): string {
  const known = new Set(Array.from(text.matchAll(LINE), ([, name]) => name));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return text;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const whole = text === '' || text.endsWith('\n') ? text : `${text}${newline}`;
  return whole + missing.map((name) => `${name}=${newline}`).join('');
}

/** One that is commented out is known as well. */
const LINE = /^[ \t]*#?[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm;
