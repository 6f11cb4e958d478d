import { readFile } from 'node:fs/promises';
import { isMap, isNode, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { UserError } from './errors.js';

/** A YAML or JSON file that a command was given. */
export interface YamlFile {
  readonly value: unknown;
  /** `file:line` of what stands at a path, or of the deepest part of the path that there is. */
  readonly place: (path: readonly PropertyKey[]) => string;
}

/**
 * `schema`: `failsafe` leaves every scalar the text that it is (0.10 is no 0.1, and 1e3 no amount).
 * @throws UserError naming file and line
 */
export async function readYamlFile(file: string, schema: 'core' | 'failsafe' = 'core'): Promise<YamlFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UserError(`${file}: cannot be read; give the path of a YAML or JSON file`, { cause });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema });
  const at = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  const [syntax] = document.errors;
  if (syntax !== undefined) throw new UserError(`${at(syntax.pos[0])}: is not valid YAML: ${syntax.message}`);
  return {
    value: document.toJS({ maxAliasCount: MOST_ALIASES }),
    place: (path) => at(offsetOf(document, path)),
  };
}

/** An alias that is used over and over again makes a small file a huge value. */
const MOST_ALIASES = 100;

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of [undefined, ...path]) {
    if (key !== undefined && (isMap(node) || isSeq(node))) node = node.get(key, true);
    if (!isNode(node)) break;
    offset = node.range?.[0] ?? offset;
  }
  return offset;
}
