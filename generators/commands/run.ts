import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import {
  createLogger,
  loadConfig,
  loadExchange,
  parseSymbol,
  SimpleState,
  symbolText,
  systemEnvironment,
  type BaseExchange,
  type Candle,
  type ExchangeEnvironment,
  type ExchangeReference,
  type RedactingLogger,
} from 'ats-runtime';
import type { CommandContext } from '../cli/context.js';
import { codeOf, ExitCode, InterruptedError, messageOf, UserError } from '../cli/errors.js';
import type { RunResult } from '../report/results.js';
import type { Sandbox } from '../../sandbox/index.js';
import { logText } from '../run/log-text.js';
import { onSandbox, withoutCredentials } from '../run/on-sandbox.js';
import { foreignOrderHost } from '../run/order-host.js';
import { OrderRunner } from '../run/order-runner.js';
import { readOrderScript, type ScriptedOrder } from '../run/order-script.js';
import { textLine, type RunEvent } from '../run/run-events.js';
import { findWorkspace } from '../workspace/find.js';

export interface RunOptions {
  /** The configuration: YAML or JSON with an `exchange:` part. */
  readonly config: string;
  /** Stops after so many candles, once the script is through; without it, when it is interrupted. */
  readonly candles?: number | undefined;
  /** Where the plot is written in the end. */
  readonly plot?: string | undefined;
  /** A script of orders. */
  readonly orders?: string | undefined;
  /** The exchange's state; default: beside the configuration. */
  readonly state?: string | undefined;
  /** Orders may leave this machine. */
  readonly live?: boolean | undefined;
  /** Trades at a mock of the venue, with its addresses and credentials. */
  readonly sandbox?: boolean | undefined;
  readonly json?: boolean | undefined;
  /** Logs everything, with stacks. */
  readonly verbose?: boolean | undefined;
}

/** Connects the exchange of a configuration, shows what it does, trades a script where one is given, and stops cleanly. */
export async function run(
  options: RunOptions,
  context: CommandContext,
  world: Partial<ExchangeEnvironment> = {},
): Promise<RunResult> {
  const { sandbox: isSandboxed = false, live = false } = options;
  if (isSandboxed && live) throw new UserError('--sandbox, --live: orders go to one of them; give one');
  const file = resolve(context.cwd, options.config);
  const root = findWorkspace(dirname(file)) ?? dirname(file);
  const variables = isSandboxed ? await withoutCredentials(file, process.env) : process.env;
  const { exchange: configured } = await mended(loadConfig(file, variables), ExitCode.usage);
  const script =
    options.orders === undefined ? [] : await readOrderScript(resolve(context.cwd, options.orders));
  if (!isSandboxed) {
    refuseForeignOrders(options, configured, root);
    return runExchange(options, context, configured, script, { file, root, world });
  }
  const { sandbox, reference } = await onSandbox(configured, root);
  try {
    context.announce(announced(options, sandboxEvent(sandbox)));
    return await runExchange(options, context, reference, script, { root, world });
  } finally {
    await sandbox.close();
  }
}

interface RunPlace {
  /** The configuration, beside which the state is kept; without one nothing outlasts the run. */
  readonly file?: string;
  readonly root: string;
  readonly world: Partial<ExchangeEnvironment>;
}

async function runExchange(
  options: RunOptions,
  context: CommandContext,
  reference: ExchangeReference,
  script: readonly ScriptedOrder[],
  { file, root, world }: RunPlace,
): Promise<RunResult> {
  const path = options.state ?? (file === undefined ? undefined : stateFileOf(file));
  const state =
    path === undefined
      ? new SimpleState()
      : await mended(SimpleState.open(resolve(context.cwd, path)), ExitCode.failure);
  const environment = { ...systemEnvironment, logger: runLogger(options), ...world };
  const loading = loadExchange(reference, { root, state, environment });
  const exchange = await mended(loading, ExitCode.usage, `${options.config}: `);
  return new ExchangeRun({ options, context, reference, exchange, state, environment }).run(script);
}

function sandboxEvent({ symbols, dashboard }: Sandbox): RunEvent {
  return { event: 'sandbox', symbols, dashboard };
}

function announced({ json = false }: RunOptions, event: RunEvent): string {
  return json ? JSON.stringify(event) : textLine(event);
}

/** On standard error: JSON lines with `--json`, else lines for a person. */
function runLogger({ json = false, verbose = false }: RunOptions): RedactingLogger {
  const level = verbose ? 'debug' : 'warn';
  if (json) return createLogger({ level });
  return createLogger({ level, write: (line) => process.stderr.write(logText(line, verbose)) });
}

/** `config.yaml` → `config.state.json` */
function stateFileOf(file: string): string {
  return join(dirname(file), `${basename(file, extname(file))}.state.json`);
}

function refuseForeignOrders(options: RunOptions, reference: ExchangeReference, root: string): void {
  if (options.orders === undefined || options.live === true) return;
  const host = foreignOrderHost(reference, root);
  if (host === undefined) return;
  throw new UserError(
    `--orders: these orders would leave this machine: ${host}; to trade there give --live, ` +
      'to try them out give --sandbox, or a rest_url on 127.0.0.1',
  );
}

interface RunSubject {
  readonly options: RunOptions;
  readonly context: CommandContext;
  readonly reference: ExchangeReference;
  readonly exchange: BaseExchange;
  readonly state: SimpleState;
  readonly environment: ExchangeEnvironment;
}

class ExchangeRun {
  readonly #subject: RunSubject;
  readonly #candles: Candle[] = [];
  #delivered = 0;
  #enough: () => void = () => undefined;

  constructor(subject: RunSubject) {
    this.#subject = subject;
  }

  async run(script: readonly ScriptedOrder[]): Promise<RunResult> {
    const { exchange, reference, context, options, state } = this.#subject;
    const { symbol } = reference.config;
    const market = marketOf(symbol);
    const orders = new OrderRunner({
      exchange,
      symbol: market,
      clock: this.#subject.environment.clock,
      signal: context.signal,
      tell: (event) => this.#tell(event),
    });
    const files: string[] = [];
    try {
      await mended(orInterrupted(exchange.connect(), context.signal), ExitCode.failure);
      this.#tell({ event: 'connected', namespace: reference.namespace, symbol: market });
      await this.#showAccount();
      await this.#stream(() => orders.run(script));
    } finally {
      await exchange.disconnect();
      await state.flush();
      if (options.plot !== undefined) files.push(await this.#plot(options.plot, market, orders));
    }
    const exitCode = orders.failures === 0 ? ExitCode.clean : ExitCode.failure;
    return {
      command: 'run',
      exitCode,
      namespace: reference.namespace,
      candles: this.#delivered,
      orders: orders.orders.map((order) => order.toJSON()),
      failures: orders.failures,
      files,
    };
  }

  /**
   * Where an exchange has neither wallet nor fees, as a data feed, there is nothing to show. Orders that are open
   * already are those of an earlier run that were taken up again, and at a venue what was placed elsewhere.
   */
  async #showAccount(): Promise<void> {
    const { exchange } = this.#subject;
    await this.#show('wallet', async () => ({
      event: 'wallet',
      balances: await exchange.getWalletBalance(),
    }));
    await this.#show('fees', async () => {
      const [maker, taker] = await exchange.getFees();
      return { event: 'fees', maker, taker };
    });
    await this.#showOpenOrders();
  }

  async #showOpenOrders(): Promise<void> {
    const open = await this.#subject.exchange.getOpenOrders().catch((error: unknown) => {
      // Not every exchange can list them.
      if (codeOf(error) === undefined) throw error;
      return [];
    });
    for (const order of open) {
      this.#tell({ event: 'open_order', order });
      order.onStatus(() => this.#tell({ event: 'open_order', order }));
    }
  }

  async #show(what: string, ask: () => Promise<RunEvent>): Promise<void> {
    try {
      this.#tell(await ask());
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      this.#tell({ event: 'problem', what, message: messageOf(error) });
    }
  }

  /** Until there are enough candles and the script is through, a replay has ended, or somebody interrupts. */
  async #stream(script: () => Promise<void>): Promise<void> {
    const { exchange, context, options } = this.#subject;
    const enough = new Promise<void>((done) => {
      this.#enough = done;
    });
    if (options.candles !== 0)
      await mended(
        exchange.subscribeToCandles((candle) => this.#take(candle)),
        ExitCode.failure,
      );
    else this.#enough();
    const ended = Promise.all([script(), Promise.race([enough, replayEnd(exchange)])]);
    await orInterrupted(ended, context.signal).catch((error: unknown) => {
      if (!(error instanceof InterruptedError)) throw error;
    });
  }

  #take(candle: Candle): void {
    if (this.#delivered === this.#subject.options.candles) return;
    this.#delivered += 1;
    this.#candles.push(candle);
    if (this.#candles.length > MOST_CANDLES) this.#candles.shift();
    this.#tell({ event: 'candle', candle });
    if (this.#delivered === this.#subject.options.candles) this.#enough();
  }

  async #plot(path: string, title: string, { orders }: OrderRunner): Promise<string> {
    const file = resolve(this.#subject.context.cwd, path);
    const html = await this.#subject.exchange.getPlotData().toHtml({ title, candles: this.#candles, orders });
    await writeFile(file, html);
    return file;
  }

  #tell(event: RunEvent): void {
    const { context, options } = this.#subject;
    context.announce(announced(options, event));
  }
}

/** Kept for the plot; the older ones are not drawn. */
const MOST_CANDLES = 10_000;

function marketOf(symbol: unknown): string {
  if (typeof symbol === 'string') return symbolText(parseSymbol(symbol));
  const isPair = typeof symbol === 'object' && symbol !== null && 'base' in symbol && 'quote' in symbol;
  return isPair ? `${String(symbol.base)}/${String(symbol.quote)}` : '';
}

/** A replay of a file has an end; everything else goes on. */
function replayEnd(exchange: BaseExchange): Promise<unknown> {
  if (exchange.isBackTrading() && 'finished' in exchange && typeof exchange.finished === 'function') {
    return Promise.resolve(exchange.finished());
  }
  return new Promise(() => undefined);
}

/** What the exchange says of itself is a person's to mend: a line, no stack. */
/** `where`: what the message begins with, such as the file that is to be changed. */
function mended<T>(work: Promise<T>, exitCode: ExitCode, where = ''): Promise<T> {
  return work.catch((error: unknown) => {
    // By its shape: a workspace's connector brings the exceptions of its own copy of the runtime.
    if (!(error instanceof Error) || !('retryable' in error) || codeOf(error) === undefined) throw error;
    throw new UserError(`${where}${error.message}`, { exitCode, cause: error });
  });
}

async function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const settled = new AbortController();
  const interrupted = once(signal, 'abort', { signal: settled.signal }).then((): never => {
    throw signal.reason;
  });
  interrupted.catch(() => undefined);
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    settled.abort();
  }
}
