/**
 * JSON text to values, members named `__proto__` or `constructor` dropped. Numbers of more digits than a double
 * holds are rounded; see `parseExactJson`. Throws a SyntaxError like JSON.parse.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return isSuspicious(text) ? withoutPrototypes(value) : value;
}

/** The same with every such number (an order id of 19 digits) as text, digit for digit. Slower. */
export function parseExactJson(text: string): unknown {
  return parseJson(quoteLongNumbers(text));
}

/** True where a number as it was parsed may stand for one with more digits. */
export function mayBeLonger(value: number): boolean {
  if (Number.isInteger(value)) return !Number.isSafeInteger(value);
  return String(value).length > MOST_EXACT_DIGITS;
}

const MOST_EXACT_DIGITS = 15;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/gs;
const HARMFUL: readonly string[] = ['__proto__', 'constructor'];

function quoteLongNumbers(text: string): string {
  return text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || token.length <= MOST_EXACT_DIGITS) return token;
    return token.replace(/[eE].*/, '').replace(/\D/g, '').length > MOST_EXACT_DIGITS ? `"${token}"` : token;
  });
}

/** Names may also be written with escapes. */
function isSuspicious(text: string): boolean {
  return text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
}

function withoutPrototypes(root: unknown): unknown {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const name of HARMFUL) if (Object.hasOwn(value, name)) Reflect.deleteProperty(value, name);
    for (const item of Object.values(value)) waiting.push(item);
  }
  return root;
}
