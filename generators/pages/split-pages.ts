/** What a documentation says of one request: its line, and all up to the next one. */
export interface PageBlock {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query, and its host where the page names it. */
  readonly url: string;
  /** The line before the request, or the name that the block was given. */
  readonly heading: string;
  readonly body: string;
  /** Header lines of a code sample. */
  readonly headers: readonly string[];
  readonly text: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
const ADDRESS = /^(?:https?:\/\/[^\s`"'|<>]+|\/[A-Za-z0-9_{][^\s`"'|<>]*)$/;
/** What a page writes before a verb or an address: `HTTP request: GET /a`, `Request URL: /a`, `Method: GET`. */
const LABEL = /^(?:http|request|endpoint|method|type|api|path|url|uri|address)$/i;
const MARKS = /^[*`>|#[\]():,"'-]+|[*`|#[\]():,.;"'-]+$/g;
const MOST_BLOCKS = 200;

interface Line {
  readonly method: PageBlock['method'];
  readonly url: string;
  readonly body: string;
  readonly headers: readonly string[];
  /** The first line after it. */
  readonly next: number;
}

/** The requests of a pasted documentation, each with its text; what stands before the first one is dropped. */
export function splitPages(text: string): readonly PageBlock[] {
  const lines = text.split(/\r\n?|\n/);
  const blocks: (Omit<PageBlock, 'text'> & { lines: string[] })[] = [];
  let heading = '';
  /** The lines since a heading of the page, and those before its first request. */
  let section: string[] = [];
  for (let at = 0; at < lines.length && blocks.length < MOST_BLOCKS;) {
    const line = requestAt(lines, at);
    const last = blocks.at(-1);
    if (line === undefined) {
      const written = lines[at] ?? '';
      if (/^#{1,6}\s/.test(written)) section = [];
      section.push(written);
      last?.lines.push(written);
      if (isHeading(written)) heading = written;
      at += 1;
      continue;
    }
    if (last !== undefined && isSame(last, line))
      blocks[blocks.length - 1] = {
        ...last,
        ...better(last, line),
        headers: [...last.headers, ...line.headers],
      };
    else {
      // A page that prints the answer first has it between its heading and its request.
      const lead = section.length > 1 && section[0]?.startsWith('#') === true ? section : [];
      if (lead.length > 0 && last !== undefined) last.lines.length -= lead.length;
      blocks.push({ ...line, heading: headingText(heading), lines: lead.slice(1) });
    }
    section = [];
    heading = '';
    at = line.next;
  }
  return blocks.map(({ lines: own, ...block }) => ({ ...block, text: own.join('\n') }));
}

/** `GET /a`, `**POST** `/a``, `HTTP request: GET https://host/a HTTP/1.1`, `/a (POST)`, verb and address in two lines. */
function requestAt(lines: readonly string[], at: number): Line | undefined {
  const line = (lines[at] ?? '').slice(0, 20_000);
  if (/^\W{0,20}curl\b/.test(line)) return curlAt(lines, at);
  const words = wordsOf(line);
  const [one = '', other = '', ...rest] = words;
  if (isVerb(one) && ADDRESS.test(other)) {
    const after = line.slice(line.indexOf(other) + other.length).replace(/^\s+HTTP\/[\d.]+/, '');
    return lineOf(one, other, at + 1, bodyText(after));
  }
  if (ADDRESS.test(one) && isVerb(other) && rest.length === 0) return lineOf(other, one, at + 1);
  if (words.length !== 1 || !(isVerb(one) || ADDRESS.test(one))) return undefined;
  const below = (lines[at + 1] ?? '').trim() === '' ? at + 2 : at + 1;
  const [next = '', ...more] = wordsOf((lines[below] ?? '').slice(0, 4000));
  if (more.length > 0) return undefined;
  if (isVerb(one) && ADDRESS.test(next)) return lineOf(one, next, below + 1);
  return ADDRESS.test(one) && isVerb(next) ? lineOf(next, one, below + 1) : undefined;
}

/** The first words of a line without what marks them up, and without labels before them. */
function wordsOf(line: string): readonly string[] {
  const words = line
    .split(/\s+/, 12)
    .map((word) => word.replaceAll(MARKS, ''))
    .filter((word) => word !== '');
  const first = words.findIndex((word) => !LABEL.test(word));
  return first < 0 || first > 3 ? [] : words.slice(first);
}

function isVerb(word: string): boolean {
  return METHODS.some((known) => known === word);
}

function lineOf(verb: string, url: string, next: number, body = ''): Line | undefined {
  const method = METHODS.find((known) => known === verb.toUpperCase());
  return method === undefined
    ? undefined
    : { method, url: url.replace(/[.,;:)*]+$/, ''), body, headers: [], next };
}

/** What follows the address on its line is a body where it looks like one. */
function bodyText(rest: string): string {
  const text = rest.replace(/^[`*]+/, '').trim();
  return (text.startsWith('{') && text.endsWith('}')) || /^[\w.-]+=\S*$/.test(text) ? text : '';
}

/** `curl -X POST "https://host/a" -H "K: v" -d '{"a":1}'`, over several lines. */
function curlAt(lines: readonly string[], at: number): Line | undefined {
  let next = at + 1;
  let command = lines[at] ?? '';
  while (next < lines.length && next - at < 60 && (/\\\s*$/.test(command) || isOpen(command))) {
    command = `${command.replace(/\\\s*$/, ' ')}\n${lines[next] ?? ''}`;
    next += 1;
  }
  const words = [...command.slice(0, 20_000).matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? plain ?? '',
  );
  const after = (...flags: readonly string[]): readonly string[] =>
    words.flatMap((word, index) => (flags.includes(word) ? [words[index + 1] ?? ''] : []));
  const url = words.find((word) => /^https?:\/\//.test(word));
  if (url === undefined) return undefined;
  const body = after('-d', '--data', '--data-raw', '--data-binary', '--data-urlencode').join('&');
  const [verb = body === '' || words.includes('-G') ? 'GET' : 'POST'] = after('-X', '--request');
  return {
    ...(lineOf(verb, url, next, body) ?? { method: 'GET', url, body, next }),
    headers: after('-H', '--header'),
  };
}

function isOpen(command: string): boolean {
  return command.replaceAll(/[^']/g, '').length % 2 === 1;
}

/** A page prints its request once as a line and once as an example. */
function isSame(one: Pick<PageBlock, 'method' | 'url'>, other: Line): boolean {
  return one.method === other.method && matches(pathOf(one.url), pathOf(other.url));
}

/** `/orders/{id}` and the example `/orders/7` are one. */
function matches(one: string, other: string): boolean {
  const [a, b] = [one.split('/').toReversed(), other.split('/').toReversed()];
  const own = a.filter((part) => part !== '').length;
  return own > 0 && a.every((part, index) => part === b[index] || part === '' || /^[{:<]/.test(part));
}

/** The parameters of the example, and the path of the line where the example has a value in it. */
function better(one: Pick<PageBlock, 'url' | 'body'>, other: Line): Pick<PageBlock, 'url' | 'body'> {
  const path = /[{<]|\/:/.test(one.url) ? pathOf(one.url) : pathOf(other.url);
  const query = other.url.split('?')[1] ?? one.url.split('?')[1];
  const origin = /^https?:\/\/[^/]+/.exec(other.url)?.[0] ?? /^https?:\/\/[^/]+/.exec(one.url)?.[0] ?? '';
  return {
    url: `${origin}${path}${query === undefined ? '' : `?${query}`}`,
    body: other.body === '' ? one.body : other.body,
  };
}

export function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '').split('?')[0] ?? '';
}

function isHeading(line: string): boolean {
  return (
    /^[#*=\s]*[A-Za-z][\w ,/()'’-]{2,60}[#*=:\s]*$/.test(line) &&
    !/^\W*(?:http |rest )?(?:requests?|response|parameters?|example|headers?|rate limit|permissions?|weight|return)\b/i.test(
      line,
    )
  );
}

function headingText(line: string): string {
  return line.replaceAll(/[#*=:]/g, '').trim();
}
