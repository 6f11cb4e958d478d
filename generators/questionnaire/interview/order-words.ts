import { infer } from '../../../venues/infer/infer.js';
import type { SeenWord } from '../../../venues/infer/seen-words.js';
import { isRecord, type OrderStatusName, type OrdersDescription } from '../../../venues/index.js';
import { pairsOf, pairsText } from './pairs.js';
import type { Answers, Style } from './draft-parts.js';

const SAMPLES = ['get_order', 'open_orders', 'place_order', 'cancel_order'] as const;

/** The questions' defaults: the words that the pasted samples show, else the style's, else the usual ones. */
export function defaultWords(
  answers: Answers,
  style: Style,
): Readonly<Record<'sides' | 'types' | 'statuses', string>> & { readonly shown: readonly string[] } {
  const seen = SAMPLES.flatMap((role) => wordsOf(answers[`sample:${role}`], role));
  const own = isRecord(style.description.orders) ? style.description.orders : {};
  const styled = letterCase(seen.find(({ field }) => field === 'side' || field === 'status')?.word ?? 'x');
  const known = (field: SeenWord['field'], ours: string): string | undefined =>
    seen.find((one) => one.field === field && one.means === ours)?.word;
  const word = (field: SeenWord['field'], ours: string): string => {
    const others = seen.filter((one) => one.field === field && one.means !== undefined);
    return (
      known(field, ours) ??
      others.map((one) => opposite(one.word)).find((one) => one !== undefined) ??
      styled(ours)
    );
  };
  const statuses = new Map<string, string>();
  for (const { field, word: theirs, means } of seen) {
    if (field === 'status') statuses.set(theirs, means ?? '?');
  }
  for (const [ours, usual] of USUAL) {
    if (![...statuses.values()].includes(ours)) statuses.set(styled(usual), ours);
  }
  const told = seen.length > 0;
  const isShown = (field: SeenWord['field'], ...ours: readonly string[]): boolean => {
    const words = seen.filter((one) => one.field === field);
    return (
      words.every(({ means }) => means !== undefined) && ours.some((one) => known(field, one) !== undefined)
    );
  };
  const tellsFees = SAMPLES.some((role) => hasField(answers[`sample:${role}`], role, 'fee_asset'));
  return {
    shown: [
      ...(isShown('side', 'buy', 'sell') ? ['sides'] : []),
      ...(isShown('type', 'limit', 'market') ? ['types'] : []),
      ...(tellsFees ? ['fee_asset'] : []),
    ],
    sides: told
      ? `buy=${word('side', 'buy')} sell=${word('side', 'sell')}`
      : textOf(own.sides, 'buy=buy sell=sell'),
    types: told
      ? `limit=${word('type', 'limit')} market=${word('type', 'market')}`
      : textOf(own.types, 'limit=limit market=market'),
    statuses: told || !isRecord(own.statuses) ? pairsText(statuses) : textOf(own.statuses, ''),
  };
}

/** The words as `orders` says them; nothing before they are answered. */
export function wordsIn({ sides, types, statuses }: Answers): Partial<OrdersDescription> {
  const side = new Map(pairsOf(sides ?? ''));
  const type = new Map(pairsOf(types ?? ''));
  return {
    ...(sides === undefined ? {} : { sides: { buy: side.get('buy') ?? '', sell: side.get('sell') ?? '' } }),
    ...(types === undefined
      ? {}
      : { types: { limit: type.get('limit') ?? '', market: type.get('market') ?? '' } }),
    ...(statuses === undefined ? {} : { statuses: statusesOf(statuses) }),
  };
}

/** What is wrong with words for two things, such as `buy=BUY sell=SELL`. */
export function twoWordsProblem(text: string, [one, other]: readonly [string, string]): string | undefined {
  const words = new Map(pairsOf(text));
  const [first, second] = [words.get(one) ?? '', words.get(other) ?? ''];
  if (first === '' || second === '' || words.size !== 2)
    return `give both words, such as ${one}=${one.toUpperCase()} ${other}=${other.toUpperCase()}`;
  return first === second ? `${first} cannot mean both ${one} and ${other}` : undefined;
}

export function statusesProblem(text: string): string | undefined {
  const pairs = pairsOf(text);
  const odd = pairs.find(([, ours]) => STATUS_NAMES.every((name) => name !== ours));
  if (odd !== undefined) return `${odd[0]} is to be one of ${STATUS_NAMES.join(', ')}`;
  const words = pairs.map(([word]) => word);
  const twice = words.find((word, index) => words.indexOf(word) !== index);
  if (twice !== undefined) return `${twice} is there twice`;
  const lacking = NEEDED.filter((ours) => !pairs.some((pair) => pair[1] === ours));
  return lacking.length === 0 ? undefined : `no word means ${lacking.join(', ')}; write WORD=${lacking[0]}`;
}

const STATUS_NAMES = ['PENDING', 'PARTIALLY_FILLED', 'COMPLETED', 'CANCELLED', 'REJECTED'] as const;
const NEEDED: readonly string[] = ['PENDING', 'COMPLETED', 'CANCELLED'];
const USUAL = [
  ['PENDING', 'new'],
  ['PARTIALLY_FILLED', 'partially_filled'],
  ['COMPLETED', 'filled'],
  ['CANCELLED', 'canceled'],
  ['REJECTED', 'rejected'],
] as const;

function wordsOf(sample: string | undefined, role: (typeof SAMPLES)[number]): readonly SeenWord[] {
  return sample === undefined || sample === '' ? [] : infer(role, JSON.parse(sample)).words;
}

function hasField(sample: string | undefined, role: (typeof SAMPLES)[number], field: 'fee_asset'): boolean {
  return (
    sample !== undefined && sample !== '' && infer(role, JSON.parse(sample)).rows.fields[field] !== undefined
  );
}

/** `Bid` → `Ask`, `BUY` → `SELL`, `exchange_limit` → `exchange_market`. */
function opposite(word: string): string | undefined {
  const pair = OPPOSITES.find((names) => names.some((name) => word.toLowerCase().endsWith(name)));
  const own = pair?.find((name) => word.toLowerCase().endsWith(name));
  const other = pair?.find((name) => name !== own);
  if (own === undefined || other === undefined) return undefined;
  return `${word.slice(0, -own.length)}${letterCase(word.slice(-own.length))(other)}`;
}

const OPPOSITES = [
  ['buy', 'sell'],
  ['bid', 'ask'],
  ['limit', 'market'],
  ['b', 's'],
] as const;

function statusesOf(text: string): Record<string, OrderStatusName> {
  return Object.fromEntries(
    pairsOf(text).flatMap(([word, ours]) => {
      const name = STATUS_NAMES.find((known) => known === ours);
      return name === undefined ? [] : [[word, name] as const];
    }),
  );
}

function textOf(words: unknown, fallback: string): string {
  if (!isRecord(words)) return fallback;
  return pairsText(Object.entries(words).map(([name, word]) => [name, String(word)]));
}

/** `NEW` → words in capitals, `New` → with one, `new` → without. */
function letterCase(example: string): (word: string) => string {
  if (/^(?:[A-Z_ -]{2,}|[A-Z])$/.test(example)) return (word) => word.toUpperCase();
  if (/^[A-Z]/.test(example))
    return (word) => word.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return (word) => word;
}
