import { literal } from '../../naming/literal.js';
import type { Condition, ConditionalValue, OrderCondition, ParameterValue } from '../../../venues/index.js';
import { objectLiteral, templateExpression, type Scope } from './expression.js';

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** The parameters as an object literal; `undefined` for none. */
export function parametersCode(
  parameters: Parameters | undefined,
  scope: Scope,
  where: string,
): string | undefined {
  const entries = Object.entries(parameters ?? {});
  return objectLiteral(
    entries.map(([name, value]) => [name, parameterCode(value, scope, `${where}.${name}`)] as const),
  );
}

/** One value as code. Conditions read `isLimit`, `isMarket`, `isBuy` and `isSell`. */
export function parameterCode(value: ParameterValue, scope: Scope, where: string): string {
  if (typeof value === 'string') return templateExpression(value, scope, where).code;
  if (typeof value !== 'object' || value === null) return literal(value);
  if (isList(value)) {
    return `[${value.map((item, index) => parameterCode(item, scope, `${where}[${index}]`)).join(', ')}]`;
  }
  if (isConditional(value)) return choice([value], scope, where);
  if (isFirst(value)) return choice(value.first, scope, where);
  return parametersCode(value, scope, where) ?? '{}';
}

function isList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

function isConditional(value: object): value is ConditionalValue {
  return 'when' in value && 'value' in value && Object.keys(value).length === 2;
}

function isFirst(value: object): value is { readonly first: readonly ConditionalValue[] } {
  return 'first' in value && Array.isArray(value.first) && Object.keys(value).length === 1;
}

/** The first value whose condition holds; what remains where no other is possible needs no question. */
function choice(values: readonly ConditionalValue[], scope: Scope, where: string): string {
  const [value, ...others] = values;
  if (value === undefined) return 'undefined';
  if (!isAsked(value.when)) return choice(others, scope, where);
  const code = parameterCode(value.value, scope, where);
  if (value.when === 'otherwise') return code;
  const [next] = others;
  if (value.value === true && next?.value === false && next.when === COMPLEMENTS[value.when])
    return CONDITIONS[value.when];
  if (next?.when === COMPLEMENTS[value.when] && next !== undefined) {
    return `${CONDITIONS[value.when]} ? ${code} : ${parameterCode(next.value, scope, where)}`;
  }
  return `${CONDITIONS[value.when]} ? ${code} : ${choice(others, scope, where)}`;
}

/** Our limit orders stay until they are cancelled: what others are sent with is not asked for. */
function isAsked(when: Condition): when is OrderCondition | 'otherwise' {
  return when === 'otherwise' || when in CONDITIONS;
}

/** `market_buy` as code. */
export function conditionCode(when: OrderCondition): string {
  return CONDITIONS[when];
}

const CONDITIONS: Readonly<Record<OrderCondition, string>> = {
  limit: 'isLimit',
  market: 'isMarket',
  buy: 'isBuy',
  sell: 'isSell',
  limit_buy: 'isLimit && isBuy',
  limit_sell: 'isLimit && isSell',
  market_buy: 'isMarket && isBuy',
  market_sell: 'isMarket && isSell',
};

const COMPLEMENTS: Partial<Readonly<Record<Condition, Condition>>> = {
  limit: 'market',
  market: 'limit',
  buy: 'sell',
  sell: 'buy',
};
