// Ours beside ccxt's, in one process and the same minutes: signing, a candle page, a candle frame. Prints one line each.
import { Answer, candleReader, requestSigner } from 'ats-runtime';
import { pro } from 'ccxt';

const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
const START = 1_700_000_000;
const ORDER = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.01',
  price: '35000.5',
  newClientOrderId: 'TYcXhGebfYmD2ociREK7wFuaYcXd5myywJB4',
  newOrderRespType: 'FULL',
};

const market = {
  id: 'BTCUSDT',
  lowercaseId: 'btcusdt',
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  spot: true,
  type: 'spot',
};
const theirs = new pro.binance({ apiKey: 'key', secret: SECRET });
theirs.setMarkets([{ ...theirs.safeMarket('BTCUSDT'), ...market, active: true }]);

// Its own client, but for the network below it.
let client;
const makeClient = theirs.client.bind(theirs);
theirs.client = (url) => {
  client ??= Object.assign(makeClient(url), {
    connect: () => Promise.resolve(),
    send: () => Promise.resolve(),
  });
  return client;
};
void theirs.watchOHLCV('BTC/USDT', '1m');

const signer = requestSigner({
  stamp: 'ms',
  params: ({ stamp }) => ({ recvWindow: '5000', timestamp: stamp }),
  payload: ({ query, body }) => query + body,
  hash: 'sha256',
  key: { text: SECRET },
  encoding: 'hex',
  place: ({ signature }) => ({ headers: { 'X-MBX-APIKEY': 'key' }, params: { signature } }),
});
const request = {
  method: 'POST',
  host: 'api.binance.com',
  path: '/api/v3/order',
  params: ORDER,
  encode: 'form',
};

const page = JSON.stringify(
  Array.from({ length: 1000 }, (_, n) => {
    const start = (START + 60 * n) * 1000;
    const price = (35_000 + (n % 97)).toFixed(8);
    return [
      start,
      price,
      price,
      price,
      price,
      '12.34560000',
      start + 59_999,
      '432096.0',
      120,
      '6.1',
      '213500.0',
      '0',
    ];
  }),
);
const rows = candleReader({ timestamp: 0, open: 1, high: 2, low: 3, close: 4, volume: 5, unit: 'ms' });
const stream = candleReader({
  timestamp: 't',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'v',
  unit: 'ms',
});

const FRAMES = Array.from({ length: 900 }, (_, n) => {
  const time = (START + 60 * n) * 1000;
  const numbers = `"o":"35000.10","c":"35001.20","h":"35002.30","l":"34999.90","v":"1.50000"`;
  const k = `{"t":${time},"T":${time + 59_999},"s":"BTCUSDT","i":"1m","f":1,"L":2,${numbers},"n":2,"x":false,"q":"5.0","V":"0.7","Q":"2.0","B":"0"}`;
  return `{"e":"kline","E":${time},"s":"BTCUSDT","k":${k}}`;
});
let tick = 0;
function frame() {
  tick += 1;
  return FRAMES[tick % FRAMES.length];
}

function readFrame(text) {
  const told = Answer.parse(text, 'bench');
  if (told.optionalText('e') !== 'kline' || told.optionalText('k.i') !== '1m') throw new Error('no candle');
  return { candle: stream(told.at('k')), closed: told.at('k').flag('x') };
}

function listen(candle) {
  if (candle === undefined) throw new Error('no candle');
}

const PAIRS = [
  {
    name: 'signing an order request',
    target: '≥ 1.8 ×',
    ours: () => signer.request(request, Date.now()),
    theirs: () => theirs.sign('order', 'private', 'POST', ORDER),
  },
  {
    name: 'a page of 1,000 candles, text to candles',
    target: '> 1 ×',
    ours: () => rows.page(Answer.parse(page, 'bench')),
    theirs: () => theirs.parseOHLCVs(JSON.parse(page), theirs.market('BTC/USDT'), '1m'),
  },
  {
    name: 'a candle frame, text to candle',
    ours: () => readFrame(frame()),
    theirs: () => client.onMessage({ data: frame() }),
  },
  {
    name: 'a candle frame, text to the one who listens',
    target: '≥ 3 ×',
    ours: async () => listen(readFrame(frame())),
    theirs: async () => {
      const next = theirs.watchOHLCV('BTC/USDT', '1m');
      client.onMessage({ data: frame() });
      listen(await next);
    },
  },
];

const ROUNDS = 9;
const ROUND_MS = 150;

for (const { name, target, ours, theirs: other } of PAIRS) {
  const rates = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [a, b] = [await rateOf(ours), await rateOf(other)];
    // The first round warms up.
    if (round === 0) continue;
    rates.ours.push(a);
    rates.theirs.push(b);
  }
  const [a, b] = [median(rates.ours), median(rates.theirs)];
  const ratio = (a / b).toFixed(2);
  process.stdout.write(
    `${name.padEnd(45)} ${shown(a)}/s  ccxt ${shown(b)}/s  ratio ${ratio}${target === undefined ? '' : `  target ${target}`}\n`,
  );
}

async function rateOf(work) {
  const start = performance.now();
  let now = start;
  let done = 0;
  for (; now < start + ROUND_MS; now = performance.now()) {
    for (let n = 0; n < 16; n += 1) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    done += 16;
  }
  return (done / (now - start)) * 1000;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function shown(value) {
  return Math.round(value).toLocaleString('en-US');
}
