import { statusMeaning } from '../../venues/infer/words.js';
import type { ErrorCase } from '../../venues/index.js';

/** The venue's words for an order's status that a text lists, in one letter case; a word in running prose is none. */
export function statusesIn(text: string, like: string): readonly string[] {
  const isCapital = like === like.toUpperCase();
  const found = new Set<string>();
  for (const line of text.split('\n').slice(0, 20_000)) {
    const words = (line.slice(0, 1000).match(/(?<![\w-])[A-Za-z]+(?:[_-][A-Za-z]+)*(?![\w-])/g) ?? []).filter(
      (word) =>
        statusMeaning(word) !== undefined &&
        (isCapital
          ? word === word.toUpperCase()
          : /[a-z]$/.test(word) && /^[A-Z]/.test(word) === /^[A-Z]/.test(like)),
    );
    const isRow =
      words[0] !== undefined &&
      new RegExp(`^[\\s|*\`"'-]*${words[0]}[\`"']*\\s*(?:[|:\\t]|\\s{2}|[-–=])`).test(line);
    if (words.length >= 3) words.forEach((word) => found.add(word));
    else if (isRow && words[0] !== undefined) found.add(words[0]);
  }
  return [...found];
}

/** `-2010 | Account has insufficient balance` and the like → which of the cases each code is. */
export function codesIn(text: string): ReadonlyMap<ErrorCase, string> {
  const found = new Map<ErrorCase, string>();
  for (const line of text.split('\n').slice(0, 20_000)) {
    const [, code, words = ''] =
      /^[\s|*`"'{[(-]*(?:code\W+)?(-?\d{2,9}|[A-Z][A-Z0-9_]{4,60}|[a-z]+(?:_[a-z]+)+)[`"'\])]*\s*(?:[|:,\t]|\s{2}|[-–=]|\s(?=[A-Z]))(.{3,300})$/.exec(
        line.slice(0, 600),
      ) ?? [];
    if (code === undefined) continue;
    const [known] = CASES.find(([, says]) => says.test(words)) ?? [];
    if (known !== undefined && !found.has(known)) found.set(known, code);
  }
  return found;
}

const CASES: readonly (readonly [ErrorCase, RegExp])[] = [
  [
    'insufficient_balance',
    /insufficient|not enough (?:balance|fund)|balance (?:is )?(?:not enough|too low)|exceeds? (?:your )?balance/i,
  ],
  [
    'get_unknown_order',
    /order\b.{0,30}\b(?:not (?:be )?(?:found|exist)|does ?n[o']t exist|unknown|invalid id)|(?:unknown|no such|nonexistent) order/i,
  ],
  [
    'duplicate_client_id',
    /duplicat\w*.{0,40}(?:client|order|id)|(?:client|custom).{0,20}\bid\b.{0,20}(?:duplicat|exist|repeat|used)/i,
  ],
  [
    'bad_signature',
    /sign(?:ature)?\b.{0,30}(?:invalid|not valid|error|fail|incorrect|wrong|mismatch)|(?:invalid|bad|wrong|incorrect) sign/i,
  ],
  [
    'stale_timestamp',
    /(?:timestamp|recv_?window|nonce|request time).{0,40}(?:expire|outside|invalid|range|error|too)|(?:invalid|expired) (?:timestamp|nonce)|request (?:has )?expired/i,
  ],
  [
    'bad_key',
    /(?:invalid|wrong|bad|unknown|incorrect).{0,10}(?:api|access)[- _]?key|(?:api|access)[- _]?key.{0,30}(?:invalid|not (?:exist|found|valid)|error|incorrect)/i,
  ],
  ['missing_permission', /permission|not authorized|unauthori[sz]ed for/i],
  ['rate_limit', /rate.?limit|too (?:many|frequent)|frequen(?:cy|tly)|limit.{0,10}exceeded/i],
  [
    'unknown_symbol',
    /(?:invalid|unknown|no such|unsupported).{0,12}(?:symbol|pair|market|instrument)|(?:symbol|pair|market|instrument)\b.{0,20}(?:not (?:exist|found|support)|invalid)/i,
  ],
];
