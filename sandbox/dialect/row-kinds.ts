import { readPath, type FieldMapping, type Rows } from '../../venues/index.js';

/** The rows that one ledger row makes: one, or one for each kind of row that has fields of its own (`where`). */
export function rowKinds(rows: Rows): readonly Rows[] {
  const known = kindsOf.get(rows);
  if (known !== undefined) return known;
  const kinds = new Map<string, Where>();
  for (const mapping of Object.values(rows.fields)) {
    const where = whereOf(mapping);
    if (where !== undefined) kinds.set(JSON.stringify(where), where);
  }
  const found = kinds.size === 0 ? [rows] : [...kinds.values()].map((where) => rowsOfKind(rows, where));
  kindsOf.set(rows, found);
  return found;
}

type Where = Readonly<Record<string, string>>;

const kindsOf = new WeakMap<Rows, readonly Rows[]>();

function whereOf(mapping: FieldMapping): Where | undefined {
  return typeof mapping === 'object' && 'where' in mapping ? mapping.where : undefined;
}

/** The fields of such rows; what tells the kind is written as it stands. */
function rowsOfKind(rows: Rows, kind: Where): Rows {
  const fields = Object.entries(rows.fields).filter(([, mapping]) => {
    const where = whereOf(mapping);
    return where === undefined || JSON.stringify(where) === JSON.stringify(kind);
  });
  const words = Object.entries(kind).map(([path, text]) => [path, { text }] as const);
  return {
    ...rows,
    fields: Object.fromEntries(fields),
    also: { ...rows.also, ...Object.fromEntries(words) },
  };
}

/** Whether a row is one of those that count. */
export function counts({ where = {} }: Pick<Rows, 'where'>, row: unknown): boolean {
  return Object.entries(where).every(([path, text]) => readPath(row, path) === text);
}
