import type { Finding } from './problem.js';
import { readPath } from './paths.js';
import type { Rows } from './schema/fields.js';
import type { FailedRows } from './schema/refusals.js';
import type { VenueDescription } from './schema/venue.js';

/** What refusals repeat of a request and say of failed rows has its places in the samples of refusals. */
export function refusalPlaces(
  { errors, serves }: VenueDescription,
  samples: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const refusals = [errors.sample, ...Object.values(errors.cases).map(({ sample }) => sample ?? '')];
  const repeated = missing(
    Object.keys(errors.repeats ?? {}),
    refusals.map((sample) => samples.get(sample)),
  ).map((path): Finding => [['errors', 'repeats', path], `${path} is in no sample of a refusal`]);
  const rows = serves.flatMap(({ failed_rows: failed, response, sample }, index) =>
    failed === undefined || failed === 'left_out'
      ? []
      : failedRowPlaces(failed, response, {
          failed: samples.get(failed.sample),
          done: samples.get(sample),
        }).map(([key, message]): Finding => [['serves', String(index), 'failed_rows', key], message]),
  );
  return [...repeated, ...rows];
}

function failedRowPlaces(
  failed: FailedRows,
  response: Rows | undefined,
  samples: { readonly failed: unknown; readonly done: unknown },
): readonly (readonly [key: string, message: string])[] {
  const items = failed.items ?? response?.items;
  const list = items === undefined ? undefined : readPath(samples.failed, items);
  if (!Array.isArray(list) || list.length === 0)
    return [['sample', `there is no list with a failed row at "${items ?? ''}" (${failed.sample})`]];
  const inRow = [failed.code, failed.message, ...Object.keys(failed.repeats ?? {})];
  const inDocument = [...Object.keys(failed.some ?? {}), ...Object.keys(failed.all ?? {})];
  const outcome = failed.outcomes && readPath(samples.done, `${failed.outcomes.items}[0]`);
  const inOutcome = failed.outcomes === undefined ? [] : [failed.outcomes.code, failed.outcomes.message];
  return [
    ...missing(inRow, [list[0]]).map((path) => ['sample', `${path} is not in the failed row`] as const),
    ...missing(inDocument, [samples.failed]).map(
      (path) => ['sample', `${path} is not in the sample`] as const,
    ),
    ...missing(inOutcome, [outcome]).map(
      (path) => ['outcomes', `${path} is not in the endpoint’s sample`] as const,
    ),
  ];
}

/** The paths that none of the documents has. */
function missing(paths: readonly (string | undefined)[], documents: readonly unknown[]): readonly string[] {
  return paths
    .filter((path) => path !== undefined)
    .filter((path) => documents.every((document) => readPath(document, path) === undefined));
}
