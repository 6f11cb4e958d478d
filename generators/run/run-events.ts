import { decimalText, type AssetBalance, type Candle, type Order } from 'ats-runtime';

/** What happens while an exchange runs. */
export type RunEvent =
  | { readonly event: 'sandbox'; readonly symbols: readonly string[]; readonly dashboard: string }
  | { readonly event: 'connected'; readonly namespace: string; readonly symbol: string }
  | { readonly event: 'wallet'; readonly balances: Readonly<Record<string, AssetBalance>> }
  | { readonly event: 'fees'; readonly maker: number; readonly taker: number }
  | { readonly event: 'candle'; readonly candle: Candle }
  | { readonly event: 'open_order'; readonly order: Order }
  | { readonly event: 'order'; readonly index: number; readonly order: Order }
  | { readonly event: 'problem'; readonly what: string; readonly message: string };

/** As a person reads it; as JSON an event is what it is, amounts of money as text. */
export function textLine(event: RunEvent): string {
  switch (event.event) {
    case 'sandbox':
      return `a mock of the venue with ${event.symbols.join(', ')}: ${event.dashboard}`;
    case 'connected':
      return `connected to ${event.namespace}, ${event.symbol}; Ctrl-C stops`;
    case 'wallet':
      return `wallet  ${Object.entries(event.balances).map(balanceText).join(', ') || 'empty'}`;
    case 'fees':
      return `fees    ${percent(event.maker)} maker, ${percent(event.taker)} taker`;
    case 'candle': {
      const { timestamp, open, high, low, close, volume } = event.candle;
      const time = new Date(timestamp * 1000).toISOString().replace('.000Z', 'Z');
      return `${time}  open ${open}  high ${high}  low ${low}  close ${close}  volume ${volume}`;
    }
    case 'open_order':
      return orderLine('open order', event.order);
    case 'order':
      return orderLine(`order ${event.index + 1}`, event.order);
    case 'problem':
      return `${event.what}: ${event.message}`;
  }
}

function orderLine(name: string, order: Order): string {
  const { filledSize, averagePrice, fees, reason } = order;
  const fill =
    averagePrice === undefined ? '' : `, filled ${decimalText(filledSize)} at ${decimalText(averagePrice)}`;
  const paid = [...fees].map(([asset, fee]) => `${decimalText(fee)} ${asset}`).join(' + ');
  return `${name}  ${order.toString()}${fill}${paid === '' ? '' : `, fees ${paid}`}${reason === undefined ? '' : `: ${reason}`}`;
}

function balanceText([asset, { free, locked }]: readonly [string, AssetBalance]): string {
  return `${decimalText(free)} ${asset}${locked.isZero() ? '' : ` + ${decimalText(locked)} locked`}`;
}

function percent(rate: number): string {
  return `${Number((rate * 100).toPrecision(6))} %`;
}
