import type { Role } from '../../venues/infer/roles.js';
import type { ParameterName } from '../questionnaire/interview/request-parameters.js';
import type { Operation } from './operations.js';

/** What an endpoint is recognised by. */
export interface RoleSigns {
  /** The usual one first. */
  readonly methods: readonly Operation['method'][];
  /** In the words of its name or path, the surest first. */
  readonly names: readonly RegExp[];
  /** Words of its neighbours. */
  readonly not?: RegExp;
  /** What its request says. */
  readonly says: readonly ParameterName[];
}

export const ROLE_SIGNS: Readonly<Partial<Record<Role, RoleSigns>>> = {
  server_time: {
    methods: ['GET'],
    names: [/\bserver time\b/, /\b(time|timestamp|clock)$/],
    not: /trade|order|candle|kline|history|ticker/,
    says: [],
  },
  instruments: {
    methods: ['GET'],
    names: [
      /\b(exchange info(rmation)?|instruments?( info)?|(all )?symbols|(trading|asset|currency) ?pairs|products|markets)\b/,
      /\b(pairs|symbol info)\b/,
    ],
    not: /ticker|\btrades\b|order|candle|kline|price|delist|\}|market list|history|currenc(y|ies)$|stats|book|depth/,
    says: [],
  },
  candles: {
    methods: ['GET'],
    names: [
      /\b(k ?lines?|candles?(ticks?)?|ohlc\w*|candlestick\w*)\b/,
      /\b(bars|chart|historical prices|history prices)\b/,
    ],
    not: /\b(mark|index|premium|ui|funding|mark price)\b/,
    says: ['symbol', 'interval'],
  },
  place_order: {
    methods: ['POST', 'PUT'],
    names: [
      /\b(new|place|create|add|submit|send|insert)( an?)?( new)?( spot| limit)? ?order\b|\border(s)? (create|place|add|new)\b/,
      /\borders?$/,
    ],
    not: /cancel|list|query|multi|count|preview|validate|\bcheck|\}/,
    says: ['symbol', 'side', 'type', 'size', 'price', 'client_order_id'],
  },
  cancel_order: {
    methods: ['DELETE', 'POST', 'PUT'],
    names: [
      /\b(cancel|delete|remove|revoke)( an?)?( active| existing| open| spot)? ?order\b|\border(s)? (cancel|delete)\b/,
      /\borders?( \{\w+( \w+)?\})?$/,
    ],
    not: /\b(all|orders by|new|create|place|add|list|partial|after|replace|expire)\b|all$/,
    says: ['order_id'],
  },
  get_order: {
    methods: ['GET', 'POST'],
    names: [
      /\b(query|get|fetch|retrieve|find|lookup|show|view)( an?| single| specific)?( spot)? ?order\b|\border (detail|details|info|status|query|lookup)\b/,
      /\borders? \{\w+( \w+)?\}$|\border$/,
      /\borders? (realtime|history)\b/,
    ],
    not: /\b(all|open|active|pending|history|list|orders by page|book|fills?|trades?|count|rate|limit|new|create|place|cancel|add)\b|dead|recent/,
    says: ['client_order_id'],
  },
  open_orders: {
    methods: ['GET', 'POST'],
    names: [
      /\b(open|active|pending|current|live|unfilled|working) ?orders?\b|\borders (open|active|pending|live)\b/,
      /\borders?$/,
    ],
    not: /\b(all orders|history|new|create|place|cancel|by page|add|closed|done|symbols|interest|count|rate)\b|\{|book/,
    says: ['symbol'],
  },
  balances: {
    methods: ['GET', 'POST'],
    names: [
      /\b(balances?|wallet balance)\b/,
      /\baccounts? (information|info|assets|list)\b|\b(get|query|list) accounts?\b|\b(accounts?|assets|wallet)$/,
    ],
    not: /history|ledger|transaction|snapshot|status|funding|custody|\}|leverag|borrow|collateral|greek|log|dust|type|upgrade|fee/,
    says: [],
  },
  fees: {
    methods: ['GET', 'POST'],
    names: [/\b(trad(e|ing) fees?|fee rates?|commission( rates?)?|trading commissions?|fees)\b/, /\bfee\b/],
    not: /withdraw|deposit|network|history|transfer|rebate|broker|referral/,
    says: ['symbol'],
  },
};

/** What is no plain spot trading by hand. */
export const OTHER_TRADES =
  /\b(margin|futures?|swap|perpetual|options?|loans?|lending|staking|earn|savings|sub ?accounts?|subaccounts?|managed|batch|bulk|multi|multiple|test|oco|oto|otoco|sor|replace|amend|modify|alter|edit|stop|trigger|algo|conditional|convert|withdraw\w*|deposit|transfer|copy|c2c|broker|portfolio|isolated|cross|nft|mining|pay|fiat|gift\w*|twap|vp|dcp|page|prevented|allocations|spot borrow|risk|insurance)\b/;
