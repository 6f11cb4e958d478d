// What the mock exchange needs to know of Hyperliquid beyond its description. Everything here is written by hand on
// big integers, so that it shares no code, and no mistake, with what signs in the connector.

/** Recovers who signed an action, and finds the account that this wallet may trade for. */
export function verifySignature({ body }, keys) {
  const { action, nonce, signature, vaultAddress, expiresAfter } = parsed(body);
  if (typeof action !== 'object' || action === null)
    return { ok: false, failed: 'bad_parameter', reason: 'the body is no JSON with an action' };
  if (!Number.isSafeInteger(nonce) || typeof signature?.r !== 'string' || typeof signature?.s !== 'string')
    return { ok: false, failed: 'bad_parameter', reason: 'the nonce or the signature is missing' };
  if (
    (!isAbsent(vaultAddress) && typeof vaultAddress !== 'string') ||
    (!isAbsent(expiresAfter) && !(Number.isSafeInteger(expiresAfter) && expiresAfter >= 0))
  )
    return { ok: false, failed: 'bad_parameter', reason: 'vaultAddress is a text, expiresAfter a number' };
  const signer = recoverAddress(digestOf(action, nonce, vaultAddress, expiresAfter), signature);
  const key = keys.find(({ api_secret }) => addressOf(api_secret) === signer);
  if (key === undefined)
    return {
      ok: false,
      failed: 'bad_signature',
      signer,
      reason: `${signer} is no wallet that is known: another key, or another text was signed`,
      expectedPayload: JSON.stringify(action),
    };
  return { ok: true, apiKey: key.wallet_address, nonce: String(nonce) };
}

/** The wallet trades for itself: clients that know only its key read its account by the address that follows. */
export function credentials(made) {
  return { ...made, wallet_address: addressOf(made.api_secret) };
}

function isAbsent(value) {
  return value === undefined || value === null;
}

function parsed(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

/** A body that cannot be read is refused in plain text. */
export function answer(reply) {
  if (reply.status !== 422) return undefined;
  return { ...reply, headers: { 'content-type': 'text/plain' }, body: JSON.parse(reply.body).response };
}

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytesOf = (text) => Buffer.from(text.replace(/^0x/, ''), 'hex');
const word = (value) => Buffer.from(BigInt(value).toString(16).padStart(64, '0'), 'hex');
const uint64 = (value) => word(value).subarray(24);

/** keccak(19 01 ‖ domain ‖ agent), the agent's connection id being the hash of what was sent. */
function digestOf(action, nonce, vault, expiresAfter) {
  const id = keccak256(
    Buffer.concat([
      packed(action),
      uint64(nonce),
      vault ? Buffer.concat([Buffer.of(1), bytesOf(vault)]) : Buffer.of(0),
      expiresAfter ? Buffer.concat([Buffer.of(0), uint64(expiresAfter)]) : Buffer.alloc(0),
    ]),
  );
  const text = (value) => keccak256(Buffer.from(value));
  const domain = keccak256(
    Buffer.concat([
      text('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
      text('Exchange'),
      text('1'),
      word(1337),
      word(0),
    ]),
  );
  const agent = keccak256(Buffer.concat([text('Agent(string source,bytes32 connectionId)'), text('a'), id]));
  return keccak256(Buffer.concat([Buffer.of(0x19, 0x01), domain, agent]));
}

/** MessagePack's shortest forms, members in their own order. */
function packed(value) {
  if (value === null) return Buffer.of(0xc0);
  if (typeof value === 'boolean') return Buffer.of(value ? 0xc3 : 0xc2);
  if (typeof value === 'number') return packedInteger(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(text.length, [0xa0, 32], [0xd9, 0xda, 0xdb]), text]);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([head(value.length, [0x90, 16], [undefined, 0xdc, 0xdd]), ...value.map(packed)]);
  }
  const entries = Object.entries(value);
  const members = entries.flatMap(([name, item]) => [packed(name), packed(item)]);
  return Buffer.concat([head(entries.length, [0x80, 16], [undefined, 0xde, 0xdf]), ...members]);
}

function head(length, [small, room], [one, two, four]) {
  if (length < room) return Buffer.of(small + length);
  if (one !== undefined && length < 0x100) return Buffer.of(one, length);
  if (length < 0x1_0000) return Buffer.concat([Buffer.of(two), word(length).subarray(30)]);
  return Buffer.concat([Buffer.of(four), word(length).subarray(28)]);
}

function packedInteger(value) {
  if (value < 0) throw new RangeError('no action has a negative number');
  if (value < 0x80) return Buffer.of(value);
  const [type, length] =
    value < 0x100 ? [0xcc, 1] : value < 0x1_0000 ? [0xcd, 2] : value < 0x1_0000_0000 ? [0xce, 4] : [0xcf, 8];
  return Buffer.concat([Buffer.of(type), word(value).subarray(32 - length)]);
}

// Keccak-f[1600] (FIPS 202, 3), with Ethereum's older padding.
const MASK = (1n << 64n) - 1n;
const rotated = (lane, by) => (by === 0n ? lane : ((lane << by) | (lane >> (64n - by))) & MASK);
const [ROUNDS, OFFSETS] = constants();

function constants() {
  const rounds = [];
  let register = 1;
  for (let round = 0; round < 24; round += 1) {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit += 1) {
      if (register & 1) constant |= 1n << BigInt(2 ** bit - 1);
      register = ((register << 1) ^ (register >> 7 ? 0x171 : 0)) & 0xff;
    }
    rounds.push(constant);
  }
  const offsets = Array(25).fill(0n);
  let [x, y] = [1, 0];
  for (let step = 0; step < 24; step += 1) {
    offsets[x + 5 * y] = BigInt((((step + 1) * (step + 2)) / 2) % 64);
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return [rounds, offsets];
}

function permuted(state) {
  let lanes = state;
  for (const constant of ROUNDS) {
    const sums = [0, 1, 2, 3, 4].map((x) => [0, 5, 10, 15, 20].reduce((sum, y) => sum ^ lanes[x + y], 0n));
    const mixed = lanes.map((lane, at) => lane ^ sums[(at + 4) % 5] ^ rotated(sums[(at + 1) % 5], 1n));
    const moved = Array(25);
    mixed.forEach((lane, at) => {
      const [x, y] = [at % 5, Math.floor(at / 5)];
      moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotated(lane, OFFSETS[at]);
    });
    lanes = moved.map((lane, at) => {
      const row = at - (at % 5);
      return lane ^ (~moved[row + ((at + 1) % 5)] & MASK & moved[row + ((at + 2) % 5)]);
    });
    lanes[0] ^= constant;
  }
  return lanes;
}

function keccak256(bytes) {
  const rate = 136;
  const full = Buffer.alloc((Math.floor(bytes.length / rate) + 1) * rate);
  full.set(bytes);
  full[bytes.length] ^= 0x01;
  full[full.length - 1] ^= 0x80;
  let lanes = Array(25).fill(0n);
  for (let block = 0; block < full.length; block += rate) {
    lanes = permuted(lanes.map((lane, at) => (at < 17 ? lane ^ full.readBigUInt64LE(block + at * 8) : lane)));
  }
  const digest = Buffer.alloc(32);
  for (let at = 0; at < 4; at += 1) digest.writeBigUInt64LE(lanes[at], at * 8);
  return digest;
}

// secp256k1 (SEC 2, 2.4.1): y² = x³ + 7 modulo P, with N points; points in Jacobian coordinates.
const P = 2n ** 256n - 2n ** 32n - 977n;
const N = 2n ** 256n - 0x14551231950b75fc4402da1732fc9bebfn;
const G = [
  55066263022277343669578718895168534326250603453777594175500187360389116729240n,
  32670510020758816978083085130507043184471273380659243275938904335757337482424n,
  1n,
];
const modulo = (value, by) => ((value % by) + by) % by;

function power(base, exponent, by) {
  let [result, square] = [1n, modulo(base, by)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % by;
    square = (square * square) % by;
  }
  return result;
}

const inverse = (value, by) => power(value, by - 2n, by);

function doubled([x, y, z]) {
  const square = (y * y) % P;
  const s = (4n * x * square) % P;
  const m = (3n * x * x) % P;
  const x3 = modulo(m * m - 2n * s, P);
  return [x3, modulo(m * (s - x3) - 8n * square * square, P), (2n * y * z) % P];
}

function added(left, right) {
  if (left[2] === 0n) return right;
  if (right[2] === 0n) return left;
  const [z1, z2] = [(left[2] * left[2]) % P, (right[2] * right[2]) % P];
  const [u1, u2] = [(left[0] * z2) % P, (right[0] * z1) % P];
  const [s1, s2] = [(left[1] * z2 * right[2]) % P, (right[1] * z1 * left[2]) % P];
  if (u1 === u2) return s1 === s2 ? doubled(left) : [1n, 1n, 0n];
  const [h, r] = [modulo(u2 - u1, P), modulo(s2 - s1, P)];
  const h2 = (h * h) % P;
  const h3 = (h2 * h) % P;
  const x = modulo(r * r - h3 - 2n * u1 * h2, P);
  return [x, modulo(r * (u1 * h2 - x) - s1 * h3, P), (h * left[2] * right[2]) % P];
}

function times(point, factor) {
  let [sum, power2] = [[1n, 1n, 0n], point];
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = added(sum, power2);
    power2 = doubled(power2);
  }
  return sum;
}

function address([x, y, z]) {
  const back = inverse(z, P);
  const [ax, ay] = [(x * back * back) % P, (y * back * back * back) % P];
  return `0x${hex(keccak256(Buffer.concat([word(ax), word(ay)])).subarray(12))}`;
}

/** Clients do not agree on the padding of r and s: they count as numbers. */
const SCALAR = /^0x[0-9a-f]{1,64}$/i;

function recoverAddress(digest, { r: rText, s: sText, v }) {
  if (!SCALAR.test(rText) || !SCALAR.test(sText)) return 'nobody';
  const [r, s] = [BigInt(rText), BigInt(sText)];
  if (r <= 0n || r >= N || s <= 0n || s >= N || (v !== 27 && v !== 28)) return 'nobody';
  const square = modulo(r * r * r + 7n, P);
  const root = power(square, (P + 1n) / 4n, P);
  if ((root * root) % P !== square) return 'nobody';
  const y = root % 2n === BigInt(v - 27) ? root : P - root;
  const back = inverse(r, N);
  const message = modulo(-BigInt(`0x${hex(digest)}`) * back, N);
  return address(added(times(G, message), times([r, y, 1n], (s * back) % N)));
}

const addresses = new Map();

function addressOf(privateKey) {
  if (!addresses.has(privateKey)) {
    const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(privateKey)?.[1];
    addresses.set(privateKey, digits === undefined ? undefined : address(times(G, BigInt(`0x${digits}`))));
  }
  return addresses.get(privateKey);
}
