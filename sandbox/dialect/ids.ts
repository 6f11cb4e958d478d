import { fieldText } from './read-field.js';
import { readPath, type FieldMapping, type LoadedVenue } from '../../venues/index.js';

/** Our rising numbers in the look of a venue's ids, and back. */
interface IdCodec {
  /** Whether the venue's ids are numbers that rise as ours do. */
  readonly isNumeric: boolean;
  encode(id: string): string;
  /** `undefined` where the text is none of this venue's ids. */
  decode(text: string): string | undefined;
}

export interface Ids {
  readonly orderId: IdCodec;
  readonly fillId: IdCodec;
}

/** The ids' look is taken from the order samples. */
export function idsOf(venue: LoadedVenue): Ids {
  const { endpoints, streams } = venue.description;
  const orders = [endpoints.get_order, endpoints.place_order, endpoints.open_orders];
  const samples = orders.flatMap((endpoint) => {
    if (endpoint === undefined) return [];
    return sampleIds(
      venue.samples.get(endpoint.sample),
      endpoint.response.items,
      endpoint.response.fields.order_id,
    );
  });
  const frame = streams.orders?.frame;
  const fills = [
    ...sampleIds(frame && venue.samples.get(frame.sample), frame?.rows.items, frame?.rows.fields.fill_id),
    ...(endpoints.order_fills === undefined
      ? []
      : sampleIds(
          venue.samples.get(endpoints.order_fills.sample),
          endpoints.order_fills.response.items,
          endpoints.order_fills.response.fields.fill_id,
        )),
  ];
  return { orderId: codecLike(samples[0]), fillId: codecLike(fills[0]) };
}

/** The id of an asset's wallet in the look of a sample: another one for each asset, always the same. */
export function walletId(asset: string, sample: unknown): string {
  const number = [...asset].reduce(
    (sum, letter) => sum * 64n + BigInt((letter.codePointAt(0) ?? 0) % 64),
    0n,
  );
  return codecLike(typeof sample === 'string' ? sample : undefined).encode(String(number));
}

/**
 * Plain numbers stay as they are. Long numbers, UUIDs and lettered ids keep their sample's length, first character
 * and punctuation; the number stands at the end, so that an id read as a floating-point number breaks.
 */
function codecLike(sample: string | undefined): IdCodec {
  if (sample === undefined || /^\d{0,15}$/.test(sample)) return plainCodec;
  const alphabet = /^\d+$/.test(sample) ? DIGITS : /^[0-9a-f-]+$/.test(sample) ? HEX : LETTERS;
  const places = [...sample].flatMap((character, index) =>
    index > 0 && /[0-9A-Za-z]/.test(character) ? [index] : [],
  );
  const size = BigInt(alphabet.length);
  return {
    isNumeric: alphabet === DIGITS,
    encode(id) {
      const characters = [...sample];
      let rest = BigInt(id);
      for (const place of places.toReversed()) {
        characters[place] = alphabet[Number(rest % size)] ?? '';
        rest /= size;
      }
      return characters.join('');
    },
    decode(text) {
      if (text.length !== sample.length || !isLike(text, sample, places)) return undefined;
      let id = 0n;
      for (const place of places) {
        const digit = alphabet.indexOf(text[place] ?? '?');
        if (digit < 0) return undefined;
        id = id * size + BigInt(digit);
      }
      return String(id);
    },
  };
}

/** Whether what is not counted in is the sample's: the first character and the punctuation. */
function isLike(text: string, sample: string, places: readonly number[]): boolean {
  return [...sample].every((character, index) => places.includes(index) || text[index] === character);
}

const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const plainCodec: IdCodec = {
  isNumeric: true,
  encode: (id) => id,
  decode: (text) => (/^\d{1,18}$/.test(text) ? text : undefined),
};

function sampleIds(
  sample: unknown,
  items: string | undefined,
  mapping: FieldMapping | undefined,
): readonly string[] {
  const rows = items === undefined ? sample : readPath(sample, items);
  const row: unknown = Array.isArray(rows) && items !== undefined ? rows[0] : rows;
  const text = fieldText(row, mapping);
  // A JSON number of our own writing holds no more digits than this.
  const isLongNumber = text !== undefined && typeof rawValue(row, mapping) === 'number' && text.length > 15;
  return text === undefined || isLongNumber ? [] : [text];
}

function rawValue(row: unknown, mapping: FieldMapping | undefined): unknown {
  if (typeof mapping === 'string') return readPath(row, mapping);
  return mapping !== undefined && 'path' in mapping ? readPath(row, mapping.path) : undefined;
}
