import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigValidationException, NamespaceNotFoundException } from '../exceptions.js';
import { loadConfig } from './load-config.js';
import { loadExchange } from './load-exchange.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ats-load-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const YAML = `exchange:
  namespace: "exchanges:my_exchange"
  config:
    symbol: "BTC/USDT"
    api_key: "\${KEY}"
    api_secret: pre-\${SECRET}-post
    name: \${NAME:-Mine}
`;
const environment = { KEY: 'k-1', SECRET: 's"2' };

describe('loadConfig', () => {
  it('reads YAML and JSON alike, with variables filled in', async () => {
    const yaml = await loadConfig(await file('a.yaml', YAML), environment);
    expect(yaml).toEqual({
      exchange: {
        namespace: 'exchanges:my_exchange',
        config: { symbol: 'BTC/USDT', api_key: 'k-1', api_secret: 'pre-s"2-post', name: 'Mine' },
      },
    });
    const text = JSON.stringify(
      {
        exchange: {
          namespace: 'exchanges:my_exchange',
          config: { symbol: 'BTC/USDT', api_key: '${KEY}', api_secret: 'pre-${SECRET}-post', name: 'Mine' },
        },
      },
      undefined,
      2,
    );
    expect(await loadConfig(await file('a.json', `\uFEFF${text}`), environment)).toEqual(yaml);
  });

  it('names file and line of each missing variable', async () => {
    const path = await file('a.yaml', YAML);
    await expect(loadConfig(path, {})).rejects.toThrow(
      new ConfigValidationException(
        `${path}:5: the environment variable KEY is not set; ${path}:6: the environment variable SECRET is not set`,
      ),
    );
  });

  it.each([
    ['exchange: [', ':1:'],
    ['exchange:\n  config: {}\n  config: {}', ':3:'],
    ['a: 1', 'exchange: is missing'],
    ['', 'holds no configuration'],
    ['exchange: {config: {}}', 'exchange.namespace: is missing'],
    ['exchange: {namespace: "exchanges:a"}', 'exchange.config: is missing'],
    ['exchange: paper_trading', 'exchange: give a map with namespace and config'],
    ['exchang: {config: {}}', 'exchange: is missing; "exchang" is no key here'],
    ['exchange: {namespce: a}', 'exchange.namespace: is missing; "namespce" is no key here'],
    ['exchange: {namespce: a}', 'exchange.config: is missing; give a map'],
    ['exchange: {namespace: 7, config: {}}', 'exchange.namespace: give it like "exchanges:my_venue"'],
    [
      `a: &a [x,x]\n${'bcdefghij'
        .split('')
        .map(
          (name, n) =>
            `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[n]}`).join(',')}]`,
        )
        .join('\n')}`,
      'aliases',
    ],
  ])('tells what is wrong with %j', async (text, words) => {
    const failure = await loadConfig(await file('a.yaml', text), {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigValidationException);
    expect(String(failure)).toContain(words);
    expect(String(failure)).toContain('a.yaml');
  });

  it('says so where there is no file', async () => {
    await expect(loadConfig(join(root, 'none.yaml'))).rejects.toThrow('cannot be read');
  });
});

const MODULE = `
export class Exchange {
  constructor(config, state, environment) { this.config = config; this.state = state; }
  validateConfig() {} async connect() {} async submitOrder() {} getState() { return this.state; }
}`;

describe('loadExchange', () => {
  it('finds the exchange in the workspace, as JavaScript or built', async () => {
    await file('package.json', '{"type":"module"}');
    await file('custom_modules/exchanges/first/index.js', MODULE);
    await file('dist/custom_modules/exchanges/second/index.js', MODULE);
    for (const name of ['first', 'second']) {
      const exchange = await loadExchange(
        { namespace: `exchanges:${name}`, config: { symbol: 'A/B' } },
        { root },
      );
      expect(exchange).toMatchObject({ config: { symbol: 'A/B' } });
    }
  });

  it('has built-in exchanges, behind those of the workspace', async () => {
    const config = { symbol: 'BTC/USDT' };
    expect(await loadExchange({ namespace: 'exchanges:paper_trading', config }, { root })).toMatchObject({
      isConnected: false,
    });
    await file('package.json', '{"type":"module"}');
    await file('custom_modules/exchanges/paper_trading/index.js', MODULE);
    expect(await loadExchange({ namespace: 'exchanges:paper_trading', config }, { root })).toHaveProperty(
      'config',
      config,
    );
  });

  it.each([
    ['my_venu', 'there is no exchange "my_venu", do you mean "exchanges:my_venue"?'],
    ['papertrading', 'do you mean "exchanges:paper_trading"?'],
    ['zzzzzz', 'there are: back_trading, binance_spot, broken, my_venue, other, paper_trading, source'],
    ['source', 'not built'],
    ['broken', 'cannot be loaded'],
    ['other', 'exports no class Exchange'],
    ['../escape', 'is not like "exchanges:my_venue"'],
  ])('tells what is wrong with exchanges:%s', async (name, words) => {
    await file('package.json', '{"type":"module"}');
    await file('custom_modules/exchanges/my_venue/index.js', MODULE);
    await file('custom_modules/exchanges/source/index.ts', MODULE);
    await file('custom_modules/exchanges/broken/index.js', 'export const = ;');
    await file('custom_modules/exchanges/other/index.js', 'export const Exchange = 1;');
    const failure = await loadExchange({ namespace: `exchanges:${name}`, config: {} }, { root }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NamespaceNotFoundException);
    expect(String(failure)).toContain(words);
  });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(root, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}
