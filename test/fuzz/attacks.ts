/** What one client sends, piece by piece; with `hold` it stays connected although nothing more comes. */
export interface Attack {
  readonly kind: string;
  readonly pieces: readonly Buffer[];
  readonly hold?: boolean;
}

/** A request line's method and path, and the parameters a well-meaning client sends. */
export interface Target {
  readonly method: string;
  readonly path: string;
  readonly values: string;
}

/** A client that means no good, or does not know better. `random`: numbers in [0, 1). */
export function attack(random: () => number, targets: readonly Target[]): Attack {
  return pick(random, KINDS)(random, pick(random, targets));
}

type Kind = (random: () => number, target: Target) => Attack;

const KINDS: readonly Kind[] = [
  (random) => ({ kind: 'random bytes', pieces: [noise(random, 400)] }),
  (random, target) => ({ kind: 'mutated', pieces: [mutated(random, plain(random, target))] }),
  (random, target) => ({ kind: 'mutated', pieces: [mutated(random, plain(random, target))] }),
  (random, target) => ({ kind: 'values', pieces: [withValues(random, target)] }),
  (random, target) => ({ kind: 'values', pieces: [withValues(random, target)] }),
  (random, target) => ({ kind: 'bad UTF-8', pieces: [withBadText(random, target)] }),
  (random, target) => ({ kind: 'huge', pieces: [huge(random, target)] }),
  (random, target) => ({
    kind: 'pipelined',
    pieces: [Buffer.concat(Array.from({ length: 2 + whole(random, 30) }, () => plain(random, target)))],
  }),
  (random, target) => ({ kind: 'chunked', pieces: [chunked(random, target)] }),
  (random, target) => ({ kind: 'bad upgrade', pieces: [badUpgrade(random, target)] }),
  (random) => ({ kind: 'bad frames', pieces: [upgrade('/ws'), frames(random)] }),
  (random, target) => ({ kind: 'slow', pieces: sliced(random, plain(random, target)) }),
  (random, target) => ({
    kind: 'half open',
    pieces: [plain(random, target).subarray(0, 1 + whole(random, 60))],
    hold: true,
  }),
];

function plain(random: () => number, { method, path, values }: Target): Buffer {
  const inBody = method !== 'GET' && random() < 0.7;
  const body = inBody ? values : '';
  const line = inBody || values === '' ? path : `${path}?${values}`;
  return head(`${method} ${line}`, [`Content-Length: ${Buffer.byteLength(body)}`], body);
}

function withValues(random: () => number, { method, path, values }: Target): Buffer {
  const names = values.split('&').map((pair) => pair.split('=')[0] ?? '');
  const odd = [...names, '__proto__', 'constructor', ''].map((name) => [name, pick(random, ODD_VALUES)]);
  if (random() < 0.5) {
    const form = odd.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&');
    return head(`${method} ${path}?${form}`, [`Content-Length: ${form.length}`], form);
  }
  const json = pick(random, [
    JSON.stringify(Object.fromEntries(odd)),
    JSON.stringify(odd),
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"a":{"a":{"a":[null,1e999,-0]}}}',
    '[null,{},[]]',
    '"text"',
    '{',
  ]);
  const type = 'Content-Type: application/json';
  return head(`${method} ${path}`, [type, `Content-Length: ${Buffer.byteLength(json)}`], json);
}

const ODD_VALUES = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  '0x10',
  '99999999999999999999999999999999',
  '0.000000000000000000000000000001',
  '\u0000',
  '💥'.repeat(20),
  '[]',
  '{}',
  '["BTCUSDT"]',
  'null',
  '..%2f..%2f',
  'BTCUSDT',
  'a'.repeat(3000),
  '(a+)+$',
];

function withBadText(random: () => number, { method, path }: Target): Buffer {
  const bad = Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]);
  const body = Buffer.concat([Buffer.from('{"symbol":"'), bad, Buffer.from('"}')]);
  const start = head(`${method} ${path}?symbol=%c3%28%ff&x=%zz`, [`Content-Length: ${body.length}`], '');
  return random() < 0.5
    ? Buffer.concat([start, body])
    : Buffer.concat([Buffer.from(`${method} ${path}/`), bad, Buffer.from(` HTTP/1.1\r\n${HOST}\r\n\r\n`)]);
}

function huge(random: () => number, { method, path }: Target): Buffer {
  const much = 'x'.repeat(1000 + whole(random, 40_000));
  switch (whole(random, 4)) {
    case 0:
      return head(`GET ${path}?a=${much}`, [], '');
    case 1:
      return head(`GET ${path}`, [`X-Much: ${much}`], '');
    case 2:
      return head(
        `GET ${path}`,
        Array.from({ length: 300 }, (_, n) => `X-${n}: ${n}`),
        '',
      );
    default: {
      const body = 'y'.repeat(random() < 0.1 ? 2_000_000 : 100_000);
      return head(`${method === 'GET' ? 'POST' : method} ${path}`, [`Content-Length: ${body.length}`], body);
    }
  }
}

function chunked(random: () => number, { path }: Target): Buffer {
  const chunks = pick(random, [
    '5\r\nabcde\r\n0\r\n\r\n',
    'fffffffff\r\nabc',
    '-1\r\n\r\n',
    '3;ext=1\r\nabc\r\n0\r\nTrailer: x\r\n\r\n',
    'zz\r\n',
  ]);
  const also = random() < 0.3 ? ['Content-Length: 5'] : [];
  return head(`POST ${path}`, ['Transfer-Encoding: chunked', ...also], chunks);
}

function badUpgrade(random: () => number, { path }: Target): Buffer {
  const headers = pick(random, [
    ['Upgrade: websocket', 'Connection: Upgrade'],
    ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: short', 'Sec-WebSocket-Version: 13'],
    ['Upgrade: websocket', 'Connection: Upgrade', KEY, 'Sec-WebSocket-Version: 7'],
    ['Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
    [
      'Upgrade: websocket',
      'Connection: Upgrade',
      KEY,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: ,,',
    ],
  ]);
  const method = random() < 0.2 ? 'POST' : 'GET';
  return Buffer.concat([head(`${method} ${path}`, headers, ''), noise(random, 60)]);
}

function upgrade(path: string): Buffer {
  return head(
    `GET ${path}`,
    ['Upgrade: websocket', 'Connection: Upgrade', KEY, 'Sec-WebSocket-Version: 13'],
    '',
  );
}

/** Frames of every opcode, masked and not, with lengths that lie, between well-formed ones with odd messages. */
function frames(random: () => number): Buffer {
  const list = Array.from({ length: 1 + whole(random, 8) }, () => {
    if (random() < 0.3) return noise(random, 40);
    const text = Buffer.from(pick(random, MESSAGES));
    const mask = random() < 0.85 ? 0x80 : 0;
    const size = random() < 0.1 ? 126 : Math.min(text.length, 125);
    const first = random() < 0.7 ? 0x81 : whole(random, 256);
    const key = mask === 0 ? Buffer.alloc(0) : Buffer.alloc(4);
    return Buffer.concat([Buffer.from([first, mask | size]), key, text.subarray(0, 125)]);
  });
  return Buffer.concat(list);
}

const MESSAGES = [
  '{}',
  '[]',
  'null',
  '"x"',
  'ping',
  '{"method":"SUBSCRIBE","params":["btcusdt@kline_1m"],"id":1}',
  '{"method":"SUBSCRIBE","params":[null,{},[]],"id":{}}',
  '{"method":"SUBSCRIBE","params":{"length":1e9}}',
  '{"op":"subscribe","args":[{"channel":"candle1m","instId":"BTC-USDT"}]}',
  '{"op":"login","args":[{}]}',
  '{"method":{"a":[]},"params":[[[]]]}',
  '{"__proto__":{"x":1}}',
  '{"id":1,"method":"userDataStream.subscribe.signature","params":{}}',
];

function mutated(random: () => number, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let n = 1 + whole(random, 6); n > 0; n -= 1) copy[whole(random, copy.length)] = whole(random, 256);
  return random() < 0.2 ? copy.subarray(0, whole(random, copy.length)) : copy;
}

function sliced(random: () => number, bytes: Buffer): Buffer[] {
  const size = 1 + whole(random, 20);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, n * size + size),
  );
}

const HOST = 'Host: 127.0.0.1';
const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

function head(line: string, headers: readonly string[], body: string): Buffer {
  return Buffer.from([`${line} HTTP/1.1`, HOST, ...headers, '', body].join('\r\n'));
}

function noise(random: () => number, most: number): Buffer {
  return Buffer.from(Array.from({ length: 1 + whole(random, most) }, () => whole(random, 256)));
}

function whole(random: () => number, below: number): number {
  return Math.floor(random() * below);
}

function pick<T>(random: () => number, list: readonly T[]): T {
  const chosen = list[whole(random, list.length)];
  if (chosen === undefined) throw new RangeError('nothing to choose from');
  return chosen;
}
