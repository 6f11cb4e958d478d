import type { FieldName } from '../schema/fields.js';
import type { Leaf } from './leaves.js';
import { squeeze } from './names.js';
import type { Reading } from './read-rows.js';

/** What counts the base asset by its name, and what is its amount of the quote asset beside it. */
const PAIRS: readonly (readonly [base: FieldName, quote: FieldName])[] = [
  ['filled_size', 'filled_quote'],
  ['size', 'quote_size'],
  ['min_size', 'min_notional'],
];

/** Where one name says quantity and its twin amount, the amount is of the quote asset: `filledQuantity`, `filledAmount`. */
export function refineQuotes(reading: Reading): Reading {
  return PAIRS.reduce((refined, [base, quote]) => {
    const { assigned, leaves } = refined;
    const size = assigned.find(({ field }) => field === base);
    if (size === undefined || assigned.some(({ field }) => field === quote)) return refined;
    const twins = [size.leaf, ...leaves.filter((leaf) => !assigned.some((one) => one.leaf === leaf))];
    const counted = twins.find((leaf) => QUANTITY.test(squeeze(leaf.names.own)) && hasTwin(leaf, twins));
    const amount = counted === undefined ? undefined : twins.find((leaf) => isTwin(counted, leaf));
    if (counted === undefined || amount === undefined || ![counted, amount].includes(size.leaf))
      return refined;
    const { rival: _rival, ...own } = size;
    const why = `named ${amount.path}, beside ${counted.path}`;
    return {
      ...refined,
      assigned: [
        ...assigned.filter((one) => one !== size),
        { ...own, leaf: counted, why: `named ${counted.path}` },
        { field: quote, leaf: amount, score: 0.8, why },
      ],
    };
  }, reading);
}

const QUANTITY = /(?:quantity|qty)/;

function hasTwin(leaf: Leaf, others: readonly Leaf[]): boolean {
  return others.some((other) => isTwin(leaf, other));
}

function isTwin(counted: Leaf, other: Leaf): boolean {
  const [name, twin] = [squeeze(counted.names.own), squeeze(other.names.own)];
  return (
    counted.names.holder === other.names.holder &&
    /amount/.test(twin) &&
    stem(name.replace(QUANTITY, '')) === stem(twin.replace('amount', ''))
  );
}

/** `min_order_amount` beside `min_qty`. */
function stem(name: string): string {
  return name.replace(/order|trade/, '');
}
