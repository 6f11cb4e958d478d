import { UserError } from '../cli/errors.js';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const LONGEST = 64;

/** A venue's name is its folder's name; returns it, or throws a `UserError` that says what to write instead. */
export function venueName(text: string, source = 'venue name'): string {
  const problem = venueNameProblem(text);
  if (problem !== undefined) throw new UserError(`${source}: ${problem}`);
  return text;
}

/** What is wrong with a venue's name, in one line; nothing when it is good. */
export function venueNameProblem(text: string): string | undefined {
  if (text === '') return 'is empty; write a snake_case name such as my_venue';
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  if (text.length > LONGEST) return `${shown} is longer than ${LONGEST} characters`;
  if (!SNAKE_CASE.test(text)) {
    const better = snakeCase(text);
    const hint = better === undefined ? 'such as my_venue' : `write ${better}`;
    return `${shown} is not snake_case (lower-case letters, digits, single underscores); ${hint}`;
  }
  if (RESERVED.has(text)) return `${shown} is a reserved word; write ${text}_exchange`;
  return undefined;
}

/** `MyVenue`, `my-venue` and `My Venue` as `my_venue`; nothing when no good name comes of it. */
export function snakeCase(text: string): string | undefined {
  if (/[/\\]/.test(text)) return undefined;
  const name = text
    .normalize('NFKD')
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '')
    .replaceAll(/_+/g, '_')
    .replaceAll(/^_|_$/g, '');
  return SNAKE_CASE.test(name) && name.length <= LONGEST && !RESERVED.has(name) ? name : undefined;
}

/** Words that are no good as a module's or a folder's name: ECMAScript, TypeScript, Node, npm, Windows devices. */
const RESERVED: ReadonlySet<string> = new Set(
  `abstract any arguments as asserts async await bigint boolean break case catch class const constructor continue
  debugger declare default delete do else enum eval export extends false finally for from function get global
  globalthis if implements import in infer infinity instanceof interface is keyof let module namespace nan never new
  node_modules null number object of override package private protected prototype public readonly require return
  satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var
  void while with yield index exchange exchanges test tests dist src lib samples vendor
  con prn aux nul ${digits('com')} ${digits('lpt')}`.split(/\s+/),
);

function digits(device: string): string {
  return Array.from({ length: 10 }, (_, digit) => `${device}${digit}`).join(' ');
}
