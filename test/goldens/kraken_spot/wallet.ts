import { AssetBalance, type Answer } from 'ats-runtime';

/** What the account holds, by asset in ATS's names. */
export function readBalances(answer: Answer): Record<string, AssetBalance> {
  return Object.fromEntries(
    answer.rows('result', 'asset').map((row) => [
      unifiedAsset(row.text('asset')),
      new AssetBalance({
        free: row.decimal('balance').minus(row.decimal('hold_trade')),
        locked: row.decimal('hold_trade'),
      }),
    ]),
  );
}

/** Assets that Kraken Spot names otherwise: ours → the venue's. */
const ALIASES: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' };

export function venueAsset(asset: string): string {
  return ALIASES[asset] ?? asset;
}

/** Names that only the wallet has. */
const WALLET_NAMES: Readonly<Record<string, string>> = {
  BTC: 'XXBT',
  ETH: 'XETH',
  LTC: 'XLTC',
  XRP: 'XXRP',
  XLM: 'XXLM',
  DOGE: 'XXDG',
  USD: 'ZUSD',
  EUR: 'ZEUR',
  GBP: 'ZGBP',
  CAD: 'ZCAD',
  JPY: 'ZJPY',
  AUD: 'ZAUD',
};

const UNIFIED = new Map(
  [...Object.entries(ALIASES), ...Object.entries(WALLET_NAMES)].map(([ours, theirs]) => [theirs, ours]),
);

function unifiedAsset(asset: string): string {
  return UNIFIED.get(asset) ?? asset;
}
