import { leavesOf } from '../../../venues/infer/leaves.js';

const CODE = /^(ret_?code|err(or)?_?code|code|label|s_?code|name|id|error)$/i;
const MESSAGE = /^(ret_?msg|err(or)?_?msg|msg|message|error_?message|s_?msg|detail|reason|error)$/i;

/** Where a documented error tells its code and its message. */
export function errorAnswer(sample: unknown): { code: string[]; message: string[] } {
  const leaves = leavesOf([sample]).filter(({ values }) => ['string', 'number'].includes(typeof values[0]));
  const named = (names: RegExp): string | undefined =>
    leaves.find(({ names: { own, holder } }) => names.test(own === '0' ? holder : own))?.path;
  const code = named(CODE) ?? named(MESSAGE) ?? 'code';
  return { code: [code], message: [named(MESSAGE) ?? code] };
}
