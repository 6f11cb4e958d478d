import { plainText, type ParamValue } from './params.js';

interface FlatForm {
  /** Between a name and its value. */
  readonly pair?: string;
  /** Between two pairs. */
  readonly between?: string;
  /** By name, unless they stay as they are sent. */
  readonly order?: 'as_sent';
}

/** Parameters as one text to sign: `{ b: [1, { c: 2 }], a: 3 }` is `a3b1c2`. Undefined ones are not part of it. */
export function flatText(value: ParamValue | undefined, form: FlatForm = {}): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return plainText(value);
  if (isList(value)) return value.map((item) => flatText(item, form)).join('');
  const { pair = '', between = '', order } = form;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (order === undefined) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, each]) => `${name}${pair}${flatText(each, form)}`).join(between);
}

function isList(value: ParamValue): value is readonly (ParamValue | undefined)[] {
  return Array.isArray(value);
}
