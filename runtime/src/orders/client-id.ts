import type { ExchangeEnvironment } from '../environment.js';

/** What a venue takes as a client order id. */
export interface ClientIdRules {
  /** As in a character class: `a-zA-Z0-9-_`. Of `0-9` the ids are numbers: none begins with zero. */
  readonly charset: string;
  /** The most characters it takes. */
  readonly length: number;
  /** What every id begins with; part of the length. */
  readonly prefix?: string;
}

/** Makes ids no other order has: of this run, of earlier ones, or of another process with the same account. */
export class ClientIds {
  private readonly rules: ClientIdRules;
  private readonly allowed: ReadonlySet<string>;
  private readonly alphabet: string;
  private readonly environment: Pick<ExchangeEnvironment, 'clock' | 'random'>;
  private count = 0;

  constructor(rules: ClientIdRules, environment: Pick<ExchangeEnvironment, 'clock' | 'random'>) {
    const characters = expand(rules.charset);
    const plain = characters.filter((character) => /[a-zA-Z0-9]/.test(character));
    this.rules = rules;
    this.allowed = new Set([...characters, ...(rules.prefix ?? '')]);
    this.alphabet = (plain.length >= 2 ? plain : characters).join('');
    this.environment = environment;
  }

  next(): string {
    const { prefix = '', length } = this.rules;
    const room = Math.min(length, LONGEST) - prefix.length;
    this.count += 1;
    const unique = this.digits(this.environment.clock.now()) + this.digits(this.count);
    // Where there is little room, chance is worth more than the time's leading digits, which hardly change.
    const kept = unique.slice(-Math.max(1, room - MIN_CHANCE));
    const chance = Array.from({ length: room - kept.length }, (_, at) => this.character(at));
    return prefix + chance.join('') + kept;
  }

  /** Undefined where the venue would take the id; else what is wrong with it. */
  fault(id: string): string | undefined {
    if (id.length === 0 || id.length > this.rules.length)
      return `must have 1 to ${this.rules.length} characters`;
    if (![...id].every((character) => this.allowed.has(character)))
      return `may only have the characters ${this.rules.charset}`;
    return this.isNumber && id.startsWith('0') ? 'may not begin with 0' : undefined;
  }

  private get isNumber(): boolean {
    return this.alphabet === DIGITS;
  }

  /** One by chance; a number's first is none of its zeros. */
  private character(at: number): string {
    const from = this.isNumber && at === 0 ? 1 : 0;
    const choices = this.alphabet.length - from;
    return this.alphabet.charAt(from + Math.floor(this.environment.random() * choices));
  }

  private digits(value: number): string {
    let text = '';
    for (let rest = Math.floor(value); rest > 0; rest = Math.floor(rest / this.alphabet.length)) {
      text = this.alphabet.charAt(rest % this.alphabet.length) + text;
    }
    return text;
  }
}

const DIGITS = '0123456789';
const LONGEST = 36;
const MIN_CHANCE = 4;

/** `a-c-_` → a, b, c, -, _ */
function expand(charset: string): string[] {
  const characters: string[] = [];
  for (let at = 0; at < charset.length; at++) {
    const first = charset.charCodeAt(at);
    const isRange = charset[at + 1] === '-' && at + 2 < charset.length;
    const last = isRange ? charset.charCodeAt(at + 2) : first;
    for (let code = first; code <= last; code++) characters.push(String.fromCharCode(code));
    if (isRange) at += 2;
  }
  return characters;
}
