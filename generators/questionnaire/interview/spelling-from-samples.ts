import { infer } from '../../../venues/infer/infer.js';

/** How a venue that lists these markets writes `BTC/USDT`; nothing where its list does not tell. */
export function symbolFromMarkets(sample: unknown): string | undefined {
  const spellings = infer('instruments', sample).preview.map(({ symbol = '', base = '', quote = '' }) =>
    spelled(symbol, base, quote),
  );
  const [first] = spellings;
  return first !== undefined && spellings.every((one) => one === first) ? first : undefined;
}

/** The same from a market's name alone, told by the assets that markets are usually quoted in. */
export function symbolFromName(name: string): string | undefined {
  const [, base = '', , quote = ''] =
    /^([A-Z0-9]{2,10}?)([-_/:.]?)(USDT|USDC|USD|EUR|BTC|ETH|KRW)$/i.exec(name) ?? [];
  return spelled(name, base, quote);
}

function spelled(symbol: string, base: string, quote: string): string | undefined {
  if (base === '' || quote === '') return undefined;
  const [, prefix = '', between, ours = ''] =
    new RegExp(`^([A-Za-z]*)${escaped(base)}([-_/:.]?)(${escaped(quote)})$`, 'i').exec(symbol) ?? [];
  if (between === undefined) return undefined;
  const text = `BTC${between}USDT`;
  return `${prefix}${ours === ours.toLowerCase() ? text.toLowerCase() : text}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
