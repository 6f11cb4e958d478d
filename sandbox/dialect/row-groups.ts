import { readPath, type FieldName, type Rows, type ServedEndpoint } from '../../venues/index.js';
import type { Fact, Facts, Row } from './facts.js';
import type { WriteContext } from './write-value.js';
import { copy, replaceAt, writeAround, writeDocument } from './write-rows.js';

type Groups = NonNullable<ServedEndpoint['groups']>;

/** The rows by what their field says, in the order in which that comes first. */
export function rowsBy(rows: readonly Row[], field: FieldName): readonly (readonly Row[])[] {
  const groups = new Map<Fact, Row[]>();
  for (const row of rows) {
    const known = groups.get(row.facts[field]);
    if (known === undefined) groups.set(row.facts[field], [row]);
    else known.push(row);
  }
  return [...groups.values()];
}

/** The sample with a group for each value; `around`: what stands once in a group. */
export function writeGroups(
  sample: unknown,
  { items, by }: Groups,
  response: Rows,
  rows: readonly Row[],
  writing: WriteContext,
  around: (rows: readonly Row[]) => Facts,
): unknown {
  const [template]: readonly unknown[] = listAt(sample, items);
  const groups = rowsBy(rows, by).map((group) =>
    writeAround(
      writeDocument(template, response, group, writing),
      response.around,
      { facts: around(group) },
      writing,
    ),
  );
  return replaceAt(copy(sample), items, groups);
}

function listAt(document: unknown, path: string): readonly unknown[] {
  const list = readPath(document, path);
  return Array.isArray(list) ? list : [];
}
