import { ExchangeConnectionException } from '../exceptions.js';
import type { Answer } from '../http/answer.js';
import { symbolText, type MarketSymbol } from './market-symbol.js';

/**
 * The one row of the venue's markets that tells of the market wanted.
 *
 * @throws ExchangeConnectionException where there is none
 */
export function marketRow(
  rows: readonly Answer[],
  symbol: MarketSymbol,
  isWanted: (row: Answer) => boolean = () => true,
): Answer {
  const row = rows.find(isWanted);
  if (row === undefined)
    throw new ExchangeConnectionException(`${symbolText(symbol)} is not among the venue's markets`);
  return row;
}
