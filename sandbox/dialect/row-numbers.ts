import type { FieldName } from '../../venues/index.js';
import type { Row } from './facts.js';
import { wireValue, type WriteContext } from './write-value.js';

/** Ids of rows, and one that a client named, as numbers that rise with them. */
interface RowNumbers {
  readonly named: bigint;
  readonly numbers: readonly bigint[];
}

/**
 * Ids in letters count by the number that they are made of, which some venues tell too. `undefined` where the text is
 * no id, or the rows have none.
 */
export function rowNumbers(
  rows: readonly Row[],
  id: string,
  field: FieldName,
  writing: WriteContext,
): RowNumbers | undefined {
  const codec = field === 'fill_id' ? writing.ids.fillId : writing.ids.orderId;
  const isCounted = (field === 'fill_id' || field === 'order_id') && !codec.isNumeric;
  const named = isCounted ? (codec.decode(id) ?? id) : id;
  const texts = rows.map(({ facts }) =>
    String(isCounted ? facts[field] : wireValue(field, facts[field], undefined, writing)),
  );
  return [named, ...texts].every(isNumber) ? { named: BigInt(named), numbers: texts.map(BigInt) } : undefined;
}

function isNumber(text: string): boolean {
  return /^\d{1,30}$/.test(text);
}
