import { ConfigValidationException } from '../exceptions.js';

/** A market as ATS names it: `BTC/USDT` is base/quote. */
export interface MarketSymbol {
  readonly base: string;
  readonly quote: string;
}

/** Reads `"BTC/USDT"` or `{ base: "BTC", quote: "USDT" }`; assets are upper-cased. */
export function parseSymbol(value: unknown): MarketSymbol {
  const symbol = typeof value === 'string' ? fromText(value) : fromObject(value);
  if (symbol === undefined) {
    throw new ConfigValidationException('symbol: give it as "BTC/USDT" or { base: "BTC", quote: "USDT" }');
  }
  return symbol;
}

export function symbolText(symbol: MarketSymbol): string {
  return `${symbol.base}/${symbol.quote}`;
}

const ASSET = /^[A-Za-z0-9]{1,20}$/;

function fromText(text: string): MarketSymbol | undefined {
  const [base, quote, ...rest] = text.split('/');
  return rest.length === 0 ? assets(base, quote) : undefined;
}

function fromObject(value: unknown): MarketSymbol | undefined {
  if (typeof value !== 'object' || value === null || !('base' in value) || !('quote' in value))
    return undefined;
  return assets(value.base, value.quote);
}

function assets(base: unknown, quote: unknown): MarketSymbol | undefined {
  if (typeof base !== 'string' || typeof quote !== 'string') return undefined;
  if (!ASSET.test(base) || !ASSET.test(quote) || base.toUpperCase() === quote.toUpperCase()) return undefined;
  return { base: base.toUpperCase(), quote: quote.toUpperCase() };
}
