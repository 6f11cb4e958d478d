import { readFile, stat } from 'node:fs/promises';
import { isRecord } from '../../venues/index.js';
import { UserError, codeOf, messageOf } from '../cli/errors.js';

/** A document whose own references are followed; those that run in a circle stay. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/** The largest that a venue publishes is about one megabyte. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads an OpenAPI 3.0, 3.1 or Swagger 2.0 document (YAML or JSON). Nothing else is read or asked for: a reference to
 * another file or address is refused.
 * @param shown how the file is named in an error
 * @throws UserError in one line
 */
export async function readDocument(file: string, shown: string): Promise<OpenApiDocument> {
  const document = await parse(await read(file, shown), shown);
  if (!isDescribed(document))
    throw new UserError(
      `${shown} is no OpenAPI document; give one with openapi: 3.x (or swagger: '2.0') and paths`,
    );
  const outside = externalReference(document);
  if (outside !== undefined)
    throw new UserError(
      `${shown} refers to ${JSON.stringify(outside)}, which is not read; bundle the document into one file first`,
    );
  return dereference(document, shown);
}

async function read(file: string, shown: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      throw new UserError(
        `${shown} is larger than 8 MB; leave out the parts that are not about spot trading`,
      );
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      `--openapi: ${shown} cannot be read (${codeOf(cause) ?? 'unknown'}); give an OpenAPI file`,
      {
        cause,
      },
    );
  }
}

async function parse(text: string, shown: string): Promise<unknown> {
  try {
    if (text.trimStart().startsWith('{')) return JSON.parse(text);
    const yaml = await import('yaml');
    const document = yaml.parseDocument(text);
    const [problem] = document.errors;
    if (problem !== undefined) throw problem;
    return document.toJS({ maxAliasCount: 1000 });
  } catch (cause) {
    const [reason] = messageOf(cause).split('\n');
    throw new UserError(`${shown} is neither YAML nor JSON: ${reason?.replace(/:$/, '') ?? ''}`, { cause });
  }
}

/** What the parser takes. */
type Described = Exclude<Parameters<typeof import('@readme/openapi-parser').dereference>[0], string>;

function isDescribed(document: unknown): document is Described {
  if (!isRecord(document) || !isRecord(document.paths)) return false;
  const { openapi, swagger } = document;
  return (typeof openapi === 'string' && /^3\.[0-2](\.|$)/.test(openapi)) || String(swagger).startsWith('2');
}

/** The first reference that leaves the document. */
function externalReference(document: unknown): string | undefined {
  const seen = new Set<object>();
  const queue: unknown[] = [document];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isRecord(value) && typeof value.$ref === 'string' && !value.$ref.startsWith('#')) return value.$ref;
    // What is not there has nothing below.
    queue.push(...Object.values(value).filter((inner) => typeof inner === 'object' && inner !== null));
  }
  return undefined;
}

async function dereference(document: Described, shown: string): Promise<OpenApiDocument> {
  const { dereference: follow } = await import('@readme/openapi-parser');
  try {
    const followed: unknown = await follow(document, {
      resolve: { external: false },
      dereference: { circular: 'ignore' },
    });
    return isRecord(followed) ? followed : {};
  } catch (cause) {
    throw new UserError(
      `${shown} has a reference that leads nowhere: ${messageOf(cause).split('\n')[0] ?? ''}`,
      {
        cause,
      },
    );
  }
}
