import { isRecord } from '../../venues/index.js';
import { infer } from '../../venues/infer/infer.js';
import { leavesOf } from '../../venues/infer/leaves.js';
import { parseSample } from '../../venues/infer/parse-sample.js';
import { statusMeaning } from '../../venues/infer/words.js';
import type { Operation, Parameter } from '../openapi/operations.js';
import { errorAnswer } from '../questionnaire/interview/error-answer.js';
import type { Proposal, Proposals } from '../questionnaire/interview/proposals.js';
import { parameterFor } from '../questionnaire/interview/request-parameters.js';
import { symbolFromMarkets, symbolFromName } from '../questionnaire/interview/spelling-from-samples.js';
import { intervalsText } from './interval-words.js';
import { jsonIn } from './json-in-text.js';
import { codesIn, statusesIn } from './told-in-text.js';

/** What documentation tells besides its endpoints. */
export function general(text: string, operations: readonly Operation[], endpoints: Proposals): Proposals {
  const sample = (role: string): unknown => {
    const answer = endpoints[`sample:${role}`]?.answer;
    return answer === undefined ? undefined : JSON.parse(answer);
  };
  const found: Readonly<Record<string, Proposal | undefined>> = {
    rest: restIn(text),
    ...spellings(operations, endpoints),
    statuses: statusesOf(text, sample('get_order') ?? sample('open_orders')),
    'sample:error': errorIn(text),
    codes: codesOf(text),
  };
  return present(found);
}

/** Spellings of markets and intervals, and how many candles an answer holds, as operations tell them. */
export function spellings(operations: readonly Operation[], endpoints: Proposals): Proposals {
  const markets = endpoints['sample:instruments'];
  return present({
    symbol: symbolOf(markets?.isSure === true ? JSON.parse(markets.answer) : undefined, operations),
    intervals: intervalsOf(operations),
    page: pageOf(operations),
  });
}

function present(found: Readonly<Record<string, Proposal | undefined>>): Proposals {
  return Object.fromEntries(
    Object.entries(found).flatMap(([id, proposal]) =>
      proposal === undefined ? [] : [[id, proposal] as const],
    ),
  );
}

/** The host of the requests' own addresses. */
function restIn(text: string): Proposal | undefined {
  const addresses = [
    ...text.matchAll(
      /(?:\b(?:GET|POST|PUT|DELETE)\b|curl|-X|--request|url|host|endpoint)\W[^\n]{0,80}?(https?:\/\/[A-Za-z0-9.-]+(?::\d+)?)/gi,
    ),
  ];
  const hosts = addresses
    .map(([, origin = '']) => origin)
    .filter((origin) => !/\b(?:docs|test\w*|sandbox|demo)\b/i.test(origin.replace(/\.\w+$/, '')));
  const [first] = hosts;
  if (first === undefined) return undefined;
  return { answer: first, reason: 'the host of its requests', isSure: hosts.every((host) => host === first) };
}

function symbolOf(markets: unknown, operations: readonly Operation[]): Proposal | undefined {
  const told = markets === undefined ? undefined : symbolFromMarkets(markets);
  if (told !== undefined) return { answer: told, reason: 'as its list of markets writes them', isSure: true };
  const names = parametersOf(operations).flatMap(({ name, example }) =>
    parameterFor(name, String(example ?? ''), 'candles') === '{symbol}'
      ? [symbolFromName(String(example))]
      : [],
  );
  const named = names.find((name) => name !== undefined);
  return named === undefined
    ? undefined
    : { answer: named, reason: 'as a documented request writes it', isSure: true };
}

function intervalsOf(operations: readonly Operation[]): Proposal | undefined {
  for (const { name, description, allowed, example } of parametersOf(operations)) {
    if (parameterFor(name, String(example ?? ''), 'candles') !== '{interval}') continue;
    const words = description.split(/[^\w-]+/).filter((word) => /\d/.test(word));
    const several = [allowed.map(String), words]
      .map(intervalsText)
      .find((text) => text?.includes(' ') === true);
    if (several !== undefined) return { answer: several, reason: `as ${name} lists them`, isSure: true };
    const one = intervalsText([String(example ?? '')]);
    if (one !== undefined)
      return {
        answer: likeOne(one),
        reason: `a documented request has ${String(example)}; the others are written alike`,
        isSure: false,
      };
  }
  return undefined;
}

/** `1m=1min` → `1m=1min 5m=5min 1h=1h …` is made up, so it is asked. */
function likeOne(pair: string): string {
  const [ours = '', theirs = ''] = pair.split('=');
  return /^1m$/.test(ours) && /^1[a-z]+$/i.test(theirs)
    ? `${pair} 5m=5${theirs.slice(1)} 15m=15${theirs.slice(1)}`
    : pair;
}

function pageOf(operations: readonly Operation[]): Proposal | undefined {
  for (const operation of operations.filter(({ path }) => /candle|kline|ohlc|bar|chart|histor/i.test(path))) {
    for (const { name, description, example } of operation.inQuery) {
      if (parameterFor(name, String(example ?? ''), 'candles') !== '{limit}') continue;
      const [, most] =
        /(?:max(?:imum)?|up to|at most|≤|<=|1\s*(?:-|–|~|to|,))\D{0,20}(\d{2,5})/i.exec(description) ?? [];
      if (most !== undefined) return { answer: most, reason: `the most that ${name} takes`, isSure: true };
      if (/^\d{1,4}$/.test(String(example)))
        return { answer: String(example), reason: `as many as a documented request asks for`, isSure: true };
    }
  }
  return undefined;
}

function parametersOf(operations: readonly Operation[]): readonly Parameter[] {
  return operations.filter(({ method }) => method === 'GET').flatMap(({ inQuery }) => inQuery);
}

function statusesOf(text: string, order: unknown): Proposal | undefined {
  const seen =
    order === undefined ? [] : infer('get_order', order).words.filter(({ field }) => field === 'status');
  const [like] = seen;
  if (like === undefined || like.means === undefined) return undefined;
  const words = [...new Set([like.word, ...statusesIn(text, like.word)])];
  const meant = words.map((word) => [word, statusMeaning(word) ?? ''] as const);
  const isWhole = ['PENDING', 'COMPLETED', 'CANCELLED'].every((ours) =>
    meant.some(([, means]) => means === ours),
  );
  return isWhole
    ? {
        answer: meant.map((pair) => pair.join('=')).join(' '),
        reason: 'as the documentation lists them',
        isSure: true,
      }
    : undefined;
}

/** A documented answer that has a code and a message and little else. */
function errorIn(text: string): Proposal | undefined {
  for (const { value } of jsonIn(text)) {
    const { code, message } = errorAnswer(value);
    const leaves = leavesOf([value]);
    const said = leaves.find(({ path }) => path === code[0])?.values[0];
    const words = leaves.find(({ path }) => path === message[0])?.values[0];
    const isError =
      said !== undefined &&
      !/^(0+|200|20000|ok|success|true)$/i.test(String(said)) &&
      String(words ?? '').length > 3 &&
      !/^(success|ok)/i.test(String(words));
    if (!isRecord(value) || !isError || code[0] === message[0] || leaves.length > 7) continue;
    const answer = JSON.stringify(value, null, 2);
    if (!('problem' in parseSample(answer)))
      return { answer, reason: 'a documented answer with a code and a message', isSure: true };
  }
  return undefined;
}

function codesOf(text: string): Proposal | undefined {
  const codes = codesIn(text);
  if (codes.size === 0) return undefined;
  const isWhole = codes.has('insufficient_balance') && codes.has('get_unknown_order');
  return {
    answer: [...codes].map((pair) => pair.join('=')).join(', '),
    reason: 'as its list of codes says them',
    isSure: isWhole,
  };
}
