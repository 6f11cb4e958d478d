import { literal } from '../../naming/literal.js';
import { UserError } from '../../cli/errors.js';
import type { FieldMap, VenueDescription } from '../../../venues/index.js';
import { decimalCode, fieldOf, numberCode, requiredField, textCode, type Field } from './fields.js';
import { hasAliases } from './market.js';
import { requestCode } from './request.js';
import { listCode, placedFields, rowFields } from './rows.js';
import { commonScope } from './scopes.js';

export interface WalletView {
  readonly call: string;
  /** The list of rows. */
  readonly rows: string;
  readonly asset: string;
  readonly free: string;
  readonly locked: string;
}

export interface FeesView {
  readonly call: string;
  readonly maker: string;
  readonly taker: string;
  /** The one row that tells of this market; undefined where the answer itself does. */
  readonly row: string | undefined;
}

export function walletView(description: VenueDescription): WalletView {
  const where = 'endpoints.balances';
  const endpoint = description.endpoints.balances;
  if (endpoint === undefined) throw new UserError(`${where}: is missing; a live venue needs it`);
  const fields = rowFields(endpoint.response);
  const name = textCode('row', requiredField(fields, 'asset', where));
  return {
    call: requestCode(endpoint, commonScope(description), where),
    rows: listCode('answer', endpoint.response),
    asset: hasAliases(description.symbol) ? `unifiedAsset(${name})` : name,
    ...amounts(fields, where),
  };
}

export function feesView(description: VenueDescription): FeesView | undefined {
  const where = 'endpoints.fees';
  const endpoint = description.endpoints.fees;
  if (endpoint === undefined) return undefined;
  const { items, fields: given } = endpoint.response;
  const { place, fields } = placedFields(given);
  const maker = requiredField(fields, 'maker', where);
  const taker = requiredField(fields, 'taker', where);
  const isWhole = items === undefined && (place === '' || !place.endsWith(']'));
  const row = isWhole ? 'answer' : 'row';
  const [makerField, takerField] = isWhole
    ? [requiredField(given, 'maker', where), requiredField(given, 'taker', where)]
    : [maker, taker];
  return {
    call: requestCode(endpoint, commonScope(description), where),
    maker: numberCode(row, makerField),
    taker: numberCode(row, takerField),
    row: isWhole ? undefined : `answer.at(${literal(items === undefined ? place : `${items}[0]`)})`,
  };
}

/** Two of free, locked and total give the third. */
function amounts(fields: FieldMap, where: string): { free: string; locked: string } {
  const free = fieldOf(fields, 'free');
  const locked = fieldOf(fields, 'locked');
  const total = fieldOf(fields, 'total');
  if (free !== undefined && locked !== undefined) return { free: amount(free), locked: amount(locked) };
  if (total === undefined) throw new UserError(`${where}: map two of free, locked and total`);
  if (free !== undefined) return { free: amount(free), locked: `${exact(total)}.minus(${exact(free)})` };
  if (locked !== undefined)
    return { free: `${exact(total)}.minus(${exact(locked)})`, locked: amount(locked) };
  throw new UserError(`${where}: total alone does not say what can be spent; map free or locked too`);
}

function amount(field: Field): string {
  return decimalCode('row', { ...field, optional: false });
}

function exact(field: Field): string {
  return decimalCode('row', { ...field, optional: false });
}
