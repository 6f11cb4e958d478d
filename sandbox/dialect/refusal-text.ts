import { isRecord, renderTemplate, type Endpoint, type ServedEndpoint } from '../../venues/index.js';
import { bindParameters, type Bindings } from './bind-parameters.js';
import { marketFacts } from './facts.js';
import type { Binding } from './template-matcher.js';
import type { Words } from './words.js';

type Given = Readonly<Record<string, unknown>>;
type Asking = Pick<Endpoint | ServedEndpoint, 'params' | 'accepts'>;

/** What a refusal is about. */
export interface RefusedRequest {
  readonly endpoint: Asking | undefined;
  readonly given: Given;
  /** The parameter that is missing or wrong: the venue's name for it, or ours. */
  readonly about?: string | undefined;
  /** What the words may say besides. */
  readonly told?: Readonly<Record<string, string>> | undefined;
  /** What the request's path says. */
  readonly onPath?: readonly Binding[] | undefined;
}

/**
 * The words of a refusal: `{parameter}` is what is missing or wrong, `{symbol}`, `{size}` and the like are as they were
 * sent, `{asset}` is what an order would be paid with and `{available}` how much of it is free, `{min_size}` and the like are
 * the market's rules.
 */
export function refusalText(message: string, request: RefusedRequest, words: Words): string {
  if (!message.includes('{')) return message;
  const { endpoint, given, about, told = {}, onPath = [] } = request;
  const sent = bindParameters([endpoint?.params, endpoint?.accepts], given, () => ANY);
  const bound = new Map([...sent, ...onPath.map((binding) => [binding.name, binding] as const)]);
  const rules = rulesOf(bound, words);
  const textOf = (name: string): string | undefined => {
    if (name === 'parameter') return about === undefined ? undefined : parameterName(about, endpoint, given);
    const value = bound.get(name) ?? (name === 'size' ? bound.get('quote_size') : undefined);
    return told[name] ?? value?.text.slice(0, LONGEST) ?? rules.get(name);
  };
  const text = renderTemplate(message, ({ name, filter }) => inCase(textOf(name) ?? '', filter)) ?? message;
  return text.replaceAll(/ {2,}/g, ' ').trim();
}

function inCase(text: string, filter: string | undefined): string {
  return filter === 'upper' ? text.toUpperCase() : text;
}

const LONGEST = 60;

/** Whatever the order is, its parameters are what was sent. */
const ANY = { holds: () => true, implied: () => [] };

function rulesOf(bound: Bindings, words: Words): ReadonlyMap<string, string> {
  const market = words.market(bound.get('symbol')?.text ?? '');
  if (market === undefined) return new Map();
  const isSell = words.side(bound.get('side')?.text ?? '') === 'SELL';
  const facts = Object.entries(marketFacts(market)).filter(([name]) => name !== 'symbol');
  return new Map([
    ...facts.map(([name, fact]) => [name, String(fact)] as const),
    ['asset', words.asset(isSell ? market.base : market.quote)],
  ]);
}

/** The venue's name of a parameter, or of the first that carries one of ours (`price, size`) and was not sent. */
function parameterName(about: string, endpoint: Asking = {}, given: Given): string {
  const described = Object.entries({ ...endpoint.params, ...endpoint.accepts });
  const ours = about.split(', ');
  const carriers = described.filter(([, template]) =>
    ours.some((name) => new RegExp(`\\{${name}[|}]`).test(JSON.stringify(template))),
  );
  const missing = carriers.find(([name]) => !isRecord(given) || given[name] === undefined);
  return (missing ?? carriers[0])?.[0] ?? about;
}
