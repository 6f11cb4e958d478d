import { readPath } from '../../venues/index.js';
import { copy, replaceAt } from './write-rows.js';

/** Writes the JSON text of one value. */
export type Slot<T> = (from: T) => string;

/** A place in a sample and what is written there. */
export interface Placed<T> {
  readonly path: string;
  readonly slot: Slot<T>;
}

/** A sample's JSON text with slots: what stays is text already, what changes is written between. */
export class JsonTemplate<T> {
  readonly #head: string;
  readonly #rest: readonly { readonly slot: Slot<T>; readonly text: string }[];

  private constructor(head: string, rest: readonly { readonly slot: Slot<T>; readonly text: string }[]) {
    this.#head = head;
    this.#rest = rest;
  }

  /**
   * `undefined` where one place lies in another or is none of the sample's: then what is written depends on more than
   * the slots. `cut`: what is left of the document when all is written.
   */
  static of<T>(
    sample: unknown,
    places: readonly Placed<T>[],
    cut: (document: unknown) => unknown = (document) => document,
  ): JsonTemplate<T> | undefined {
    if (JSON.stringify(sample).includes(MARK)) return undefined;
    let document = copy(sample);
    for (const [index, { path }] of places.entries()) {
      const held = readPath(document, path);
      if (held === undefined || isMarked(held)) return undefined;
      document = replaceAt(document, path, `${MARK}${index}`);
    }
    const [head = '', ...pieces] = JSON.stringify(cut(document)).split(MARKED);
    const rest: { slot: Slot<T>; text: string }[] = [];
    // Of every two pieces the first is a place's number, the second what stands after it.
    for (let at = 0; at < pieces.length; at += 2) {
      const slot = places[Number(pieces[at])]?.slot;
      if (slot !== undefined) rest.push({ slot, text: pieces[at + 1] ?? '' });
    }
    return new JsonTemplate(head, rest);
  }

  write(from: T): string {
    let text = this.#head;
    for (const { slot, text: after } of this.#rest) text += slot(from) + after;
    return text;
  }
}

/** Whether a slot has taken the place, or one in it. */
function isMarked(value: unknown): boolean {
  return JSON.stringify(value).includes(MARK);
}

/** Nothing that a sample contains. */
const MARK = '<slot>';
const MARKED = /"<slot>(\d+)"/;
