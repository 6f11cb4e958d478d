import { literal } from '../../naming/literal.js';
import { UserError } from '../../cli/errors.js';
import type { FieldMap, VenueDescription } from '../../../venues/index.js';
import { STYLE } from '../format-anew.js';
import { argument, decimalCode, fieldOf, numberCode, requiredField, textCode, type Field } from './fields.js';
import { hasAliases } from './market.js';
import { requestCode } from './request.js';
import { listCode, placedFields, rowFields } from './rows.js';
import { commonScope } from './scopes.js';

export interface WalletView {
  readonly call: string;
  /** What the call gives, its type, and the list of rows in it. */
  readonly answer: string;
  readonly answerType: string;
  readonly rows: string;
  /** Whether several rows may tell of one asset. */
  readonly addsUp: boolean;
  readonly asset: string;
  readonly free: string;
  readonly locked: string;
  /** Whether a balance takes several lines. Said before prettier does, its first answer is its last. */
  readonly isLong: boolean;
  /** Where each kind of amount has a row of its own: what tells the kind, and the amount. */
  readonly kinds: KindsView | undefined;
}

interface KindsView {
  readonly assetText: string;
  readonly kind: string;
  readonly amount: string;
  readonly free: string;
  readonly locked: string;
}

export interface FeesView {
  /** As plain text. */
  readonly request: string;
  readonly call: string;
  readonly maker: string;
  readonly taker: string;
  /** The one row that tells of this market, or the answer. */
  readonly row: string;
}

export function walletView(description: VenueDescription): WalletView {
  const where = 'endpoints.balances';
  const endpoint = description.endpoints.balances;
  if (endpoint === undefined) throw new UserError(`${where}: is missing; a live venue needs it`);
  const fields = rowFields(endpoint.response);
  const given = textCode('row', requiredField(fields, 'asset', where));
  // Our assets are in upper case.
  const name = description.symbol.case === 'lower' ? `${given}.toUpperCase()` : given;
  const kinds = kindsView(fields, given, where);
  const { free, locked } = kinds ?? amounts(fields, where);
  const unified = (text: string): string => (hasAliases(description.symbol) ? `unifiedAsset(${text})` : text);
  return {
    call: requestCode(endpoint, commonScope(description), where),
    ...(endpoint.pages === undefined
      ? { answer: 'answer', answerType: 'Answer', rows: listCode('answer', endpoint.response) }
      : { answer: 'accounts', answerType: 'readonly Answer[]', rows: 'accounts' }),
    addsUp: endpoint.response.add_up === true,
    asset: unified(kinds === undefined ? name : name.replace(given, 'asset')),
    kinds,
    free,
    locked,
    isLong: `      new AssetBalance({ free: ${free}, locked: ${locked} }),`.length > STYLE.printWidth,
  };
}

/** Balances that have a row for what is free and another for what is locked. */
function kindsView(fields: FieldMap, assetText: string, where: string): KindsView | undefined {
  const free = fieldOf(fields, 'free');
  const locked = fieldOf(fields, 'locked');
  if (free?.where === undefined && locked?.where === undefined) return undefined;
  const [place, freeWord] = Object.entries(free?.where ?? {})[0] ?? [];
  const [otherPlace, lockedWord] = Object.entries(locked?.where ?? {})[0] ?? [];
  const isOneAmount = free?.paths[0] === locked?.paths[0];
  if (free === undefined || place === undefined || place !== otherPlace || !isOneAmount) {
    throw new UserError(
      `${where}: where tells free and locked rows apart; give both the same path, and where one key with its two words`,
    );
  }
  return {
    assetText,
    kind: `row.text(${argument(place)})`,
    amount: amount(free),
    free: amountOfKind(freeWord),
    locked: amountOfKind(lockedWord),
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
  const [makerField, takerField] = isWhole
    ? [requiredField(given, 'maker', where), requiredField(given, 'taker', where)]
    : [maker, taker];
  return {
    request: endpoint.request,
    call: requestCode(endpoint, commonScope(description), where),
    maker: numberCode('row', makerField),
    taker: numberCode('row', takerField),
    row: isWhole ? 'answer' : `answer.at(${literal(items === undefined ? place : `${items}[0]`)})`,
  };
}

function amountOfKind(word = ''): string {
  return `amounts.get(\`\${asset} ${literal(word).slice(1, -1)}\`) ?? 0`;
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
