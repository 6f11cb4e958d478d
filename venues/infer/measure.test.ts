import { describe, expect, it } from 'vitest';
import { loadPreset, presetNames } from '../preset.js';
import type { Rows } from '../schema/fields.js';
import type { FieldMapping } from '../schema/values.js';
import type { TimeUnit } from '../schema/primitives.js';
import { infer, type Inference } from './infer.js';
import { ROLE_NAMES, type Role } from './roles.js';

describe('measured on every sample of every preset', async () => {
  const names = await presetNames();
  const judged = (await Promise.all(names.map(judgePreset))).flat();

  it('infers at least 95 % of the mapped fields right, none wrong without a warning', () => {
    const right = judged.filter(({ verdict }) => verdict === 'right').length;
    const lines = judged
      .filter(({ verdict }) => verdict !== 'right')
      .map(
        ({ where, verdict, warned, detail }) => `${where}: ${verdict}${warned ? ' (warned)' : ''} ${detail}`,
      );
    const share = right / judged.length;
    process.stdout.write(
      `inferred right: ${right} of ${judged.length} fields, ${(share * 100).toFixed(1)} %, ${names.length} presets\n${lines.join('\n')}\n`,
    );
    expect(judged.filter(({ verdict, warned }) => verdict === 'wrong' && !warned)).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(0.95);
  });
});

interface Judged {
  readonly where: string;
  readonly verdict: 'right' | 'wrong' | 'missed';
  readonly warned: boolean;
  readonly detail: string;
}

async function judgePreset(name: string): Promise<readonly Judged[]> {
  const { description, samples } = await loadPreset(name);
  const parts: { role: Role; rows: Rows; sample: string; unit: TimeUnit }[] = [];
  for (const role of ROLE_NAMES) {
    const endpoint =
      role === 'stream_candle' || role === 'stream_order' ? undefined : description.endpoints[role];
    if (endpoint !== undefined) {
      const unit = endpoint.time_unit ?? description.time_unit;
      parts.push({ role, rows: endpoint.response, sample: endpoint.sample, unit });
    }
  }
  for (const [key, role] of [
    ['candles', 'stream_candle'],
    ['orders', 'stream_order'],
  ] as const) {
    const frame = description.streams[key]?.frame;
    if (frame !== undefined)
      parts.push({
        role,
        rows: frame.rows,
        sample: frame.sample,
        unit: frame.time_unit ?? description.time_unit,
      });
  }
  return parts.flatMap(({ role, rows, sample, unit }) => {
    const inference = infer(role, samples.get(sample), { timeUnit: unit });
    return judge(`${name} ${role}`, rows, inference);
  });
}

function judge(where: string, rows: Rows, inference: Inference): readonly Judged[] {
  const found = inference.rows;
  // Of the lists of orders and fills only the mock knows the order; their samples have a single row.
  const order: readonly Judged[] =
    rows.order === undefined || rows.fields.open === undefined
      ? []
      : [compare(`${where}.order`, rows.order, found.order, false)];
  return [
    ...order,
    ...contradictions(where, rows, inference),
    ...Object.entries(rows.fields).map(([field, mapping]) => {
      const own = equivalent(mapping, found.fields) ?? new Map(Object.entries(found.fields)).get(field);
      const warned = inference.warnings.some((warning) => warning.field === field);
      return compare(`${where}.${field}`, mapping && place(rows, mapping), own && place(found, own), warned);
    }),
  ];
}

/** Fields that the preset reads as something else. */
function contradictions(where: string, rows: Rows, { rows: found, warnings }: Inference): readonly Judged[] {
  const meanings = new Map<string, string>();
  for (const [field, mapping] of Object.entries(rows.fields)) {
    if (mapping !== undefined) meanings.set(JSON.stringify(place(rows, mapping)), field);
  }
  for (const [path, field] of Object.entries(rows.also ?? {})) {
    const meaning = typeof field === 'string' ? (ALIKE.get(field) ?? field) : undefined;
    if (meaning !== undefined) meanings.set(JSON.stringify(place(rows, path)), meaning);
  }
  return Object.entries(found.fields).flatMap(([field, mapping]): readonly Judged[] => {
    const meaning = mapping && meanings.get(JSON.stringify(place(found, mapping)));
    if (meaning === undefined || meaning === field || field in rows.fields) return [];
    const warned = warnings.some((warning) => warning.field === field);
    return [
      { where: `${where}.${field}`, verdict: 'wrong', warned, detail: `the preset reads ${meaning} there` },
    ];
  });
}

/** Of an open order, as the samples show them, all that remains is open; an order's fills differ by their number too. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ['open_size', 'remaining_size'],
  ['fill_sequence', 'fill_id'],
]);

function compare(where: string, expected: unknown, got: unknown, warned: boolean): Judged {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(got)];
  const detail = `expected ${a}, got ${b}`;
  return { where, verdict: a === b ? 'right' : got === undefined ? 'missed' : 'wrong', warned, detail };
}

/** Total and locked apart say the same as what is free, written as the total less what is locked. */
function equivalent(
  mapping: FieldMapping | undefined,
  { total, locked }: Rows['fields'],
): FieldMapping | undefined {
  if (typeof mapping !== 'object' || !('less' in mapping)) return undefined;
  return mapping.path === total && mapping.less === locked ? mapping : undefined;
}

/** Where a field stands, from the document's root, whether its rows are a list or the first of one. */
function place(rows: Rows, mapping: FieldMapping): unknown {
  const root = rows.items === undefined ? '' : `${rows.items}${rows.key === undefined ? '[0]' : '.*'}`;
  const full = (path: string): string =>
    (path.startsWith('[') || root === '' || path === '' ? `${root}${path}` : `${root}.${path}`).replace(
      /^\./,
      '',
    );
  if (typeof mapping === 'string') return { path: full(mapping) };
  if ('sum' in mapping) return { sum: mapping.sum.map(full) };
  if ('cases' in mapping || 'any' in mapping || 'value' in mapping) return mapping;
  const { path, optional: _optional, none: _none, statuses: _statuses, less, ...rest } = mapping;
  return { path: full(path), ...rest, ...(less === undefined ? {} : { less: full(less) }) };
}
