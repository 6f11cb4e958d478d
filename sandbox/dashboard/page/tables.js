import { byId, clockText, element, row, show } from './dom.js';

export function showBook({ bids, asks }) {
  show(byId('book'), [asks.slice(0, 6), bids.slice(0, 6)], ([sell, buy]) => [
    ...sell.toReversed().map(([price, size]) =>
      row([
        ['sell', 'down'],
        [price, 'number'],
        [size, 'number'],
      ]),
    ),
    ...buy.map(([price, size]) =>
      row([
        ['buy', 'up'],
        [price, 'number'],
        [size, 'number'],
      ]),
    ),
  ]);
}

export function showBalances(balances) {
  show(byId('balances'), balances, (all) =>
    Object.entries(all).map(([asset, { free, locked }]) =>
      row([asset, [free, 'number'], [locked, 'number']]),
    ),
  );
}

/** `act(what, order)`: the user wants an order filled or cancelled. */
export function showOrders(orders, act) {
  show(byId('orders'), orders, (all) =>
    all
      .toReversed()
      .map((order) =>
        row([
          order.orderId,
          order.symbol,
          sideCell(order.side),
          order.type,
          [order.price ?? '', 'number'],
          [order.size ?? order.quoteSize, 'number'],
          [order.filledSize, 'number'],
          element('span', {}, button('Fill', order, act), ' ', button('Cancel', order, act)),
        ]),
      ),
  );
}

export function showFills(fills) {
  show(byId('fills'), fills, (all) =>
    all
      .toReversed()
      .map(({ at, order, symbol, side, price, size, fee, feeAsset }) =>
        row([
          element('time', { title: clockText(at) }, clockText(at).slice(11)),
          order,
          symbol,
          sideCell(side),
          [price, 'number'],
          [size, 'number'],
          [`${fee} ${feeAsset}`, 'number'],
        ]),
      ),
  );
}

function sideCell(side) {
  return [side.toLowerCase(), side === 'BUY' ? 'up' : 'down'];
}

function button(word, order, act) {
  return element(
    'button',
    {
      type: 'button',
      'aria-label': `${word} order ${order.orderId}`,
      onclick: () => act(word.toLowerCase(), order),
    },
    word,
  );
}
