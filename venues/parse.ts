import {
  LineCounter,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
} from 'yaml';
import { z } from 'zod';
import { migrate } from './migrate.js';
import { nearest } from './nearest.js';
import { VenueError, type Problem } from './problem.js';
import { venueSchema, type VenueDescription } from './schema/venue.js';

const MAX_BYTES = 1024 * 1024;
const MAX_ALIASES = 200;

/**
 * The description in a `venue.yaml` text, with where each key stands.
 * @throws VenueError naming file, line, key and the fix for every problem found
 */
export function parseVenue(text: string, file: string): { description: VenueDescription; locate: Locate } {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new VenueError([
      { file, message: `is larger than ${MAX_BYTES} bytes; a description is a few kilobytes` },
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true });
  const locate = locator(document, lines);
  const syntax = document.errors.map((error): Problem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { file, line, column: col, message: `is not valid YAML: ${firstLine(error.message)}` };
  });
  if (syntax.length > 0) throw new VenueError(syntax);
  const aliases = aliasProblem(document, file, lines);
  if (aliases !== undefined) throw new VenueError([aliases]);
  const version = migrate(document);
  if (version !== undefined) {
    throw new VenueError([{ file, ...locate(['version']), key: 'version', message: version }]);
  }

  const result = venueSchema.safeParse(plainValue(document, file), { reportInput: true });
  if (!result.success)
    throw new VenueError(result.error.issues.flatMap((issue) => problems(issue, file, locate)));
  return { description: result.data, locate };
}

export type Locate = (path: readonly PropertyKey[]) => { readonly line?: number; readonly column?: number };

/** The position of the deepest node on `path` that exists. */
function locator(document: Document, lines: LineCounter): Locate {
  return (path) => {
    let node: unknown = document.contents;
    let offset = isNode(node) ? node.range?.[0] : undefined;
    for (const key of path) {
      const next = child(node, key);
      if (next === undefined) break;
      node = next.value;
      offset = next.offset ?? offset;
    }
    if (offset === undefined) return {};
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

function child(node: unknown, key: PropertyKey): { value: unknown; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
    );
    if (pair === undefined) return undefined;
    return { value: pair.value, offset: isNode(pair.key) ? pair.key.range?.[0] : undefined };
  }
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { value: item, offset: item.range?.[0] } : undefined;
  }
  return undefined;
}

/** Aliases are allowed; a cycle or a bomb of them is not. */
function aliasProblem(document: Document, file: string, lines: LineCounter): Problem | undefined {
  let count = 0;
  let problem: Problem | undefined;
  visit(document, {
    Alias(_key, alias, path) {
      count++;
      const target = alias.resolve(document);
      const cyclic = path.some((ancestor) => ancestor === target);
      if (!cyclic && count <= MAX_ALIASES) return undefined;
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
      const message = cyclic
        ? `the alias *${alias.source} stands inside its own anchor; write the value out`
        : `has more than ${MAX_ALIASES} aliases; write the values out`;
      problem = { file, line, column: col, message };
      return visit.BREAK;
    },
  });
  return problem;
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw new VenueError([
      {
        file,
        message: `its aliases cannot be resolved: ${error instanceof Error ? error.message : String(error)}`,
      },
    ]);
  }
}

function problems(issue: z.core.$ZodIssue, file: string, locate: Locate): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => {
      const path = [...issue.path, name];
      return {
        file,
        ...locate(path),
        key: keyText(path),
        message: unknownKey(name, issue.path),
      };
    });
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const message = missing ? 'is missing' : `${plainMessage(issue)}${wayOut(issue)}`;
  return [{ file, ...locate(issue.path), key: keyText(issue.path), message }];
}

/** An interval that ATS does not have is no misspelling of another. */
function unknownKey(name: string, path: readonly PropertyKey[]): string {
  return path.at(-1) === 'intervals' && /^\d+[a-zA-Z]+$/.test(name)
    ? `is no interval of ATS; leave it out (its intervals are ${knownKeys(path).join(', ')})`
    : `unknown key${suggestion(name, path)}`;
}

/** What is left where no recipe says how a venue signs. */
function wayOut({ path, code }: z.core.$ZodIssue): string {
  const isRecipe = path[0] === 'auth' && path[1] === 'signature' && code !== 'unrecognized_keys';
  return isRecipe && (path[2] === 'payload' || path[2] === 'claims')
    ? '; what none of them says is algorithm: custom'
    : '';
}

function plainMessage(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_union':
      return unionMessage(issue);
    case 'invalid_value':
      return choices(issue.values.map(String), issue.input);
    case 'invalid_type':
      return `give ${article(issue.expected)}, not ${received(issue.message)}`;
    case 'invalid_format':
    case 'custom':
      return `give ${issue.message}`;
    case 'invalid_key':
      return issue.issues[0] === undefined ? firstLine(issue.message) : plainMessage(issue.issues[0]);
    default:
      return firstLine(issue.message);
  }
}

/** A few are listed; of many the nearest is named. */
function choices(known: readonly string[], given: unknown): string {
  if (known.length === 1) return `give ${known.join()}`;
  if (known.length <= FEW) return `give one of ${known.join(', ')}`;
  const [best] = nearest(String(given), known, 1);
  return best === undefined
    ? `is none of the ${known.length} names in docs/names.md`
    : `is no name here; did you mean "${best}"?`;
}

const FEW = 24;

function unionMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.discriminator !== undefined) {
    return `give one of ${[...issue.message.matchAll(/'([^']+)'/g)].map(([, value]) => value).join(', ')}`;
  }
  // The alternative that got furthest says most about what was meant.
  const [deepest] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
  const inner = deepest?.[0];
  if (inner === undefined) return firstLine(issue.message);
  return `${plainMessage(inner)}${inner.path.length === 0 ? '' : ` (at ${keyText(inner.path)})`}`;
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return issues[0]?.path.length ?? 0;
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
};

function article(type: string): string {
  return WORDS[type] ?? type;
}

function received(message: string): string {
  return article(/received (\w+)/.exec(message)?.[1] ?? 'this');
}

function suggestion(name: string, path: readonly PropertyKey[]): string {
  const known = knownKeys(path);
  const [best] = nearest(name, known, 1);
  if (best !== undefined) return `; did you mean "${best}"?`;
  return known.length === 0 ? '' : `; known here: ${known.join(', ')}`;
}

/** The keys that the schema allows at `path`, where it is a plain object there. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = venueSchema;
  for (const key of path) schema = unwrap(shapeOf(unwrap(schema))?.[String(key)]);
  const inner = unwrap(schema);
  if (inner instanceof z.ZodRecord && inner.keyType instanceof z.ZodEnum)
    return inner.keyType.options.map(String);
  return Object.keys(shapeOf(inner) ?? {});
}

function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (typeof schema !== 'object' || schema === null || !('shape' in schema)) return undefined;
  const { shape } = schema;
  return typeof shape === 'object' && shape !== null ? { ...shape } : undefined;
}

function unwrap(schema: unknown): unknown {
  let inner = schema;
  while (
    typeof inner === 'object' &&
    inner !== null &&
    'unwrap' in inner &&
    typeof inner.unwrap === 'function'
  ) {
    inner = inner.unwrap();
  }
  return inner;
}

export function keyText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.replace(/:$/, '') ?? text;
}
