import { UserError } from '../cli/errors.js';

/**
 * Refuses a text in which a merge has left one of its outer markers, with the line. What stands between them
 * (`=======`) underlines a title in Markdown, so alone it is for the parser to judge.
 */
export function refuseMarkers(text: string, fileName: string, wayOut = 'resolve them first'): void {
  const found = /^\uFEFF?(?:<{7}|>{7})(?: .*)?$/m.exec(text);
  if (found === null) return;
  const line = text.slice(0, found.index).split('\n').length;
  throw new UserError(`${fileName}:${line}: merge markers are left in; ${wayOut}`);
}
