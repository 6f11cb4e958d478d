import { readPath, type Around, type Rows, type TimeUnit } from '../../venues/index.js';
import type { Row } from './facts.js';
import { JsonTemplate, type Placed } from './json-template.js';
import type { Route } from './routes.js';
import { factPlaces, isWhole, listSlot, optionPlaces, rowPlaces } from './row-template.js';
import type { WriteContext } from './write-value.js';

/** What an answer shows: its rows, and what stands once in it. */
interface Shown {
  readonly rows: readonly Row[];
  readonly around: Row;
}

/** An endpoint's answer as JSON text with slots. */
export interface AnswerTemplate {
  /** Whether something stands once in it. */
  readonly hasAround: boolean;
  /** Whether these rows show neither more nor less than the sample does. */
  fits(rows: readonly Row[]): boolean;
  write(shown: Shown): string;
}

interface AnswerTemplateOptions {
  readonly sample: unknown;
  readonly route: Pick<Route, 'endpoint' | 'response'>;
  /** What stands once in every answer, its times in `timeUnit`. */
  readonly everywhere: Around | undefined;
  readonly writing: WriteContext;
  readonly timeUnit: TimeUnit;
  /** Leaves out what the answer's form has not. */
  readonly cut: (document: unknown) => unknown;
}

/** `undefined` where an answer must be written by walking its sample. */
export function answerTemplate(options: AnswerTemplateOptions): AnswerTemplate | undefined {
  const { sample, route, everywhere, writing, timeUnit, cut } = options;
  const { response, endpoint } = route;
  const isPaged = 'pages' in endpoint && endpoint.pages !== undefined;
  const isGrouped = 'groups' in endpoint && endpoint.groups !== undefined;
  if (sample === undefined || response === undefined || isPaged || isGrouped) return undefined;
  const places = responsePlaces(sample, response, writing);
  const once = aroundPlaces(sample, response.around, writing);
  const always = aroundPlaces(sample, everywhere, { ...writing, timeUnit });
  if (places === undefined || once === undefined || always === undefined) return undefined;
  const around = [...once, ...always];
  const template = JsonTemplate.of<Shown>(sample, [...places, ...around], cut);
  if (template === undefined) return undefined;
  return {
    hasAround: around.length > 0,
    fits: (rows) =>
      (response.items !== undefined || rows.length > 0) && rows.every((row) => isWhole(row, response)),
    write: (shown) => template.write(shown),
  };
}

type Places = readonly Placed<Shown>[] | undefined;

function responsePlaces(sample: unknown, response: Rows, writing: WriteContext): Places {
  if (response.key !== undefined) return undefined;
  if (response.items !== undefined) {
    const list = listSlot(readPath(sample, response.items), response, writing);
    return list && [{ path: response.items, slot: ({ rows }) => list(rows) }];
  }
  return rowPlaces(sample, response, writing)?.map(({ path, slot }) => ({
    path,
    slot: ({ rows: [row = NO_ROW] }) => slot(row),
  }));
}

const NO_ROW: Row = { facts: {} };

function aroundPlaces(sample: unknown, around: Around = {}, writing: WriteContext): Places {
  const places = Object.entries(around).map(([path, what]) => {
    if (readPath(sample, path) === undefined) return [];
    return typeof what === 'string'
      ? factPlaces(sample, path, what, {}, writing)
      : optionPlaces(sample, path, what.field, what, writing);
  });
  if (places.includes(undefined)) return undefined;
  return places.flatMap((known = []) =>
    known.map(({ path, slot }) => ({ path, slot: ({ around: row }: Shown) => slot(row) })),
  );
}
