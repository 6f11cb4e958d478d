import { renderTemplate } from './templates.js';

/** A market's assets in the venue's spelling. */
export interface MarketAssets {
  readonly base: string;
  readonly quote: string;
}

/** Whether a path leads through members that are named after the market's assets: `{base|lower}_{quote|lower}`. */
export function namesAssets(path: string): boolean {
  return /\{(base|quote)\|/.test(path);
}

/** The path as it is for one market. */
export function pathInMarket(path: string, market: MarketAssets): string {
  if (!namesAssets(path)) return path;
  const text = renderTemplate(path, ({ name, filter }) => {
    const asset = name === 'base' ? market.base : market.quote;
    return filter === 'lower' ? asset.toLowerCase() : asset.toUpperCase();
  });
  return text ?? path;
}

/** The market that a venue's samples show: the first that `sandbox.prices` names. */
export function sampleMarket(sandbox: {
  readonly prices?: Readonly<Record<string, string>> | undefined;
}): MarketAssets | undefined {
  const [symbol] = Object.keys(sandbox.prices ?? {});
  const [base, quote] = symbol?.split('/') ?? [];
  return base === undefined || quote === undefined ? undefined : { base, quote };
}
