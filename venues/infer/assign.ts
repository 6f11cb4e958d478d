import type { FieldName } from '../schema/fields.js';
import type { Leaf } from './leaves.js';
import { nameScore } from './names.js';
import { secondsOf, valueFit } from './values.js';

/** A field and where it stands, with how well name and values fit. */
export interface Assigned {
  readonly field: FieldName;
  readonly leaf: Leaf;
  /** 0 to 1. */
  readonly score: number;
  /** Another place that fits about as well. */
  readonly rival?: Leaf;
  readonly why: string;
}

/** Below this a name and its values say too little. */
const LEAST = 0.4;
/** A rival is as good when its score is this near. */
const NEAR = 0.12;

/** Gives each field the leaf that fits it best; no leaf serves two fields. Better fits choose first. */
export function assignFields(leaves: readonly Leaf[], fields: readonly FieldName[]): readonly Assigned[] {
  const terse = leaves.filter(({ names }) => /^[A-Za-z]$/.test(names.own)).length * 2 > leaves.length;
  const times = alignedTimes(leaves);
  const fits = fields
    .flatMap((field) => leaves.map((leaf) => ({ field, leaf, score: fitOf(field, leaf, { terse, times }) })))
    .filter(({ score }) => score >= LEAST)
    .toSorted((a, b) => b.score - a.score);
  const byField = new Map<FieldName, (typeof fits)[number]>();
  const taken = new Set<Leaf>();
  for (const fit of fits) {
    if (byField.has(fit.field) || taken.has(fit.leaf)) continue;
    byField.set(fit.field, fit);
    taken.add(fit.leaf);
  }
  return [...byField.values()].map((fit) => {
    const rival = fits.find(
      ({ field, leaf, score }) => field === fit.field && !taken.has(leaf) && score >= fit.score - NEAR,
    );
    return { ...fit, why: `named ${fit.leaf.path}`, ...(rival === undefined ? {} : { rival: rival.leaf }) };
  });
}

interface Surroundings {
  readonly terse: boolean;
  /** Times on a whole minute, s: what a candle's start can be. */
  readonly times: readonly number[];
}

function fitOf(field: FieldName, leaf: Leaf, { terse, times }: Surroundings): number {
  const name = nameScore(field, leaf.names, terse);
  if (name === 0) return 0;
  const value = valueFit(field, leaf.values);
  return name * value * (field === 'timestamp' ? startFit(leaf, times) : 1) - 0.02 * (leaf.depth - 1);
}

/** A candle's start is on a whole minute, and the first of the times that are. */
function startFit(leaf: Leaf, times: readonly number[]): number {
  const own = secondsOf(leaf.values.find((value) => value !== undefined));
  if (own === undefined) return 1;
  if (own % 60 !== 0) return 0.6;
  return times.some((time) => time < own && own - time <= 8 * 86_400) ? 0.75 : 1;
}

function alignedTimes(leaves: readonly Leaf[]): readonly number[] {
  return leaves.flatMap(({ values }) => {
    const time = secondsOf(values.find((value) => value !== undefined));
    return time !== undefined && time % 60 === 0 ? [time] : [];
  });
}
