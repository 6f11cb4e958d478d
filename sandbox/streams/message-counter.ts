import type { StreamSequence } from '../../venues/index.js';

/** Numbers a connection's messages where the venue does, over all of its streams or for each channel. */
export class MessageCounter {
  readonly #place: RegExp;
  readonly #channel: RegExp | undefined;
  readonly #first: number;
  readonly #counts = new Map<string, number>();

  constructor({ member, each, first }: StreamSequence) {
    this.#place = new RegExp(`("${member}":)\\d+`);
    this.#channel = each === undefined ? undefined : new RegExp(`"${each}":"([^"]*)"`);
    this.#first = first;
  }

  /** The message with its number; one without a place for it is not counted. */
  numbered(text: string): string {
    if (!this.#place.test(text)) return text;
    const channel = this.#channel?.exec(text)?.[1] ?? '';
    const number = this.#counts.get(channel) ?? this.#first;
    this.#counts.set(channel, number + 1);
    return text.replace(this.#place, `$1${number}`);
  }
}
