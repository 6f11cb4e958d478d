/** Numbers a connection's messages where the venue does: 0, 1, 2, over all of its streams. */
export class MessageCounter {
  readonly #place: RegExp;
  #next = 0;

  constructor(member: string) {
    this.#place = new RegExp(`("${member}":)\\d+`);
  }

  /** The message with its number; one without a place for it is not counted. */
  numbered(text: string): string {
    if (!this.#place.test(text)) return text;
    const number = this.#next;
    this.#next += 1;
    return text.replace(this.#place, `$1${number}`);
  }
}
