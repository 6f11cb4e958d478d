import { privateStreamToken, type CandleStreamDescription } from '../venues/index.js';
import { VirtualClock } from './clock/virtual-clock.js';
import { startControl, type ControlServer } from './control/control-server.js';
import type { Controlled } from './control/queries.js';
import { Activity } from './dialect/activity.js';
import { Authority, venueHosts } from './dialect/authority.js';
import { makeCredentials, maskCredentials, type KeyHolder } from './dialect/credentials.js';
import { Dialect } from './dialect/dialect.js';
import { closeServer, createHttpServer, listen } from './dialect/http-server.js';
import { idsOf } from './dialect/ids.js';
import { KeyRing } from './dialect/key-ring.js';
import { marketsOf } from './dialect/markets.js';
import { RequestLog } from './dialect/request-log.js';
import { StreamTokens } from './dialect/stream-tokens.js';
import { VenueHandler, type EventGate } from './dialect/venue-handler.js';
import { Words } from './dialect/words.js';
import { FaultPlan } from './faults/fault-plan.js';
import { loadHooks, type SandboxHooks } from './hooks.js';
import { ACCOUNT, openLedger } from './open-ledger.js';
import type { Sandbox, SandboxOptions } from './sandbox.js';
import { CandleSubscriptions } from './streams/candle-subscriptions.js';
import type { StreamConnection } from './streams/connection.js';
import { OrderFeed } from './streams/order-feed.js';
import { ServedStreams } from './streams/served-streams.js';
import { SocketRequests } from './streams/socket-requests.js';
import { StreamDesk, type StreamNote } from './streams/stream-desk.js';
import { streamEntry } from './streams/stream-entry.js';
import { isPrivatePath } from './streams/stream-paths.js';
import { StreamServer } from './streams/stream-server.js';

/** Puts the parts of a sandbox together and listens. */
export async function startSandbox(
  options: SandboxOptions & { readonly startTime: number },
): Promise<Sandbox> {
  const { venue, seed = 1 } = options;
  const { description } = venue;
  const hooks = await loadHooks(venue);
  const activity = new Activity();
  const clock = new VirtualClock({ start: options.startTime, settle: (after) => activity.settled(after) });
  const faults = new FaultPlan({
    seed,
    now: () => clock.now(),
    isEndpoint: (name) => dialect.serves(name),
  });
  const now = (): number => clock.now() + faults.clockSkew;
  const clientLag = (): number => clock.clientLag;
  const markets = marketsOf(venue);
  const words = new Words(description, markets);
  const ids = idsOf(venue);
  const ledger = openLedger(options, clock, markets);
  const { engine } = ledger;

  const holders = keyHolders(options, seed, hooks);
  const keys = new KeyRing(holders);
  const tokens = new StreamTokens({
    venue: description.venue,
    seed,
    clock: clock.clients,
    rule: privateStreamToken(description),
    isUsed: (token) => connectionsWith(token).length > 0,
  });
  const connectionsWith = (token: string): readonly StreamConnection[] =>
    streams.connections.filter((connection) => connection.token === token);
  const log = new RequestLog();
  const mask = (text: string): string => tokens.mask(maskCredentials(text, holders));
  let lastClientId = 0;
  const cancelIds = new Map<string, string>();
  const dialect = new Dialect({
    venue,
    words,
    ids,
    authority: new Authority(venue, keys, hooks, clientLag),
    desk: {
      description,
      engine,
      clock,
      markets,
      now,
      candles: ledger.candles,
      tokens,
      streamAddress: () => `ws://127.0.0.1:${port}/`,
      cancelIds,
      faults,
      nextClientOrderId: () => `venue${String((lastClientId += 1)).padStart(12, '0')}`,
    },
  });

  const streamWords = new Words(description, markets, description.streams.candles?.intervals);
  const writing = { words: streamWords, ids, timeUnit: description.time_unit };
  const orderStream = description.streams.orders;
  const orders =
    orderStream === undefined
      ? undefined
      : new OrderFeed({ venue, stream: orderStream, engine, faults, words, now, writing, cancelIds });
  const served = new ServedStreams({
    venue,
    writing: { ...writing, words },
    desk: { engine, clock, markets, now, candles: ledger.candles },
  });
  const note = (connection: StreamConnection, told: StreamNote): void =>
    log.add(
      streamEntry({
        connection,
        note: told,
        id: log.nextId(),
        at: Math.floor(clock.now()),
        mask,
        errors: dialect.errors,
      }),
    );
  const events: EventGate = {
    hold() {
      orders?.hold();
      served.hold();
    },
    release() {
      orders?.release();
      served.release();
    },
  };
  const requests = new SocketRequests({
    venue,
    dialect,
    keys,
    now,
    clientLag,
    events,
    nextId: () => log.nextId(),
    log: note,
  });
  const streamDesk = new StreamDesk({
    venue,
    writing,
    keys,
    now,
    clientLag,
    orders,
    served,
    candles: new CandleSubscriptions({ venue, words, writing, clock, now, candles: ledger.candles }),
    errors: dialect.errors,
    log: note,
    requests,
    tokenAccount: (token) => tokens.account(token),
  });
  const streams = new StreamServer({
    activity,
    clock,
    faults,
    sequence: description.stream_sequence,
    sample: (file) => venue.samples.get(file),
    keepAlive: (path) => streamAt(options, path)?.keep_alive ?? { kind: 'none' },
    compression: (path) => streamAt(options, path)?.compression ?? 'none',
    opened: (connection) => streamDesk.opened(connection),
    message: (connection, text) => streamDesk.receive(connection, text),
    closed: (connection) => streamDesk.closed(connection),
  });

  tokens.onEnd((token, why) => streamDesk.tokenEnded(connectionsWith(token), why));

  const handler = new VenueHandler({
    dialect,
    faults,
    clock,
    activity,
    log,
    mask,
    hooks,
    retryAfter: description.retry_after,
    events,
  });
  const server = createHttpServer({
    activity,
    now: () => clock.now(),
    nextId: () => log.nextId(),
    venueHosts: venueHosts(venue),
    handle: (request, response) => handler.handle(request, response),
    upgrade: (incoming, socket, head) => streams.upgrade(incoming, socket, head),
  });
  const port = await listen(server, options.port ?? 0);
  let stopClock: (() => void) | undefined;
  let currentSpeed = 0;
  const setSpeed = (speed: number): void => {
    stopClock?.();
    // Whoever names a speed has clients in other processes.
    clock.startWallTime();
    stopClock = speed > 0 ? clock.run(speed) : undefined;
    currentSpeed = speed;
  };
  if (typeof options.speed === 'number') setSpeed(options.speed);

  const core: Controlled = {
    venue,
    rest: `http://127.0.0.1:${port}${pathOf(description.hosts.rest)}`,
    ...(description.hosts.stream === undefined
      ? {}
      : { stream: `ws://127.0.0.1:${port}${pathOf(description.hosts.stream)}` }),
    ...(description.hosts.private_stream === undefined
      ? {}
      : { privateStream: `ws://127.0.0.1:${port}${pathOf(description.hosts.private_stream)}` }),
    credentials: holders[0]?.credentials ?? {},
    readOnlyCredentials: holders[1]?.credentials ?? {},
    symbols: markets.map(({ symbol }) => symbol),
    clock,
    engine,
    account: ACCOUNT,
    faults,
    get requests() {
      return log.entries;
    },
    candles: ledger.candles,
    market(symbol) {
      const market = markets.find((candidate) => candidate.symbol === symbol);
      if (market === undefined) throw new RangeError(`this sandbox has no market ${symbol}`);
      return market;
    },
    orderId: ({ id }) => ids.orderId.encode(id),
    connections: () =>
      streams.connections.map(({ id, path, subscriptions, others, account }) => ({
        id,
        path: mask(path),
        subscriptions: [...subscriptions, ...others],
        account,
      })),
    cutStreams: (kind) => streams.cut(kind),
    silenceStreams: (on) => streams.silence(on),
    sendFrame(kind, text) {
      const receivers = streams.connections.filter((connection) => connection.serves(kind));
      for (const connection of receivers) connection.sendRaw(text);
      return receivers.length;
    },
    expireStreamTokens: () => tokens.expireAll(),
    holdOrderEvents: () => orders?.hold(),
    releaseOrderEvents: (order) => orders?.release(order),
    settle: () => activity.settled(),
    setSpeed,
    get speed() {
      return currentSpeed;
    },
    config(overrides = {}) {
      return {
        symbol: markets[0]?.symbol ?? 'BTC/USDT',
        interval: description.streams.candles?.only?.[0] ?? '1m',
        ...core.credentials,
        rest_url: core.rest,
        ...(core.stream === undefined ? {} : { stream_url: core.stream }),
        ...(core.privateStream === undefined ? {} : { private_stream_url: core.privateStream }),
        ...overrides,
      };
    },
    async close() {
      stopClock?.();
      ledger.close();
      tokens.close();
      served.close();
      streams.close();
      await Promise.all([closeServer(server), control?.close()]);
    },
  };
  let control: ControlServer | undefined;
  try {
    control = await startControl(core, options.controlPort ?? 0);
  } catch (error) {
    await core.close();
    throw error;
  }
  return Object.assign(core, { control: control.address, dashboard: control.dashboard });
}

function pathOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, '');
}

function keyHolders(
  { venue, credentials }: SandboxOptions,
  seed: number,
  hooks: SandboxHooks,
): readonly KeyHolder[] {
  const { description } = venue;
  if (description.auth === undefined) return [];
  const made = (label: string): KeyHolder['credentials'] => {
    const fresh = makeCredentials(description, seed, label);
    return hooks.credentials?.(fresh) ?? fresh;
  };
  return [
    {
      credentials: credentials ?? made('trader'),
      account: ACCOUNT,
      mayTrade: true,
    },
    { credentials: made('reader'), account: ACCOUNT, mayTrade: false },
  ];
}

/** What is described of the sockets on an address. */
function streamAt(
  { venue }: SandboxOptions,
  path: string,
): Pick<CandleStreamDescription, 'keep_alive' | 'compression'> | undefined {
  const { streams } = venue.description;
  const isPrivate = isPrivatePath(venue.description, path);
  const [first, second] = isPrivate ? [streams.orders, streams.candles] : [streams.candles, streams.orders];
  return first ?? second;
}
