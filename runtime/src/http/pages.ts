import { decimalText } from '../decimal.js';
import type { Answer } from './answer.js';

/** Asks for the page that begins at the cursor; without one for the first. */
export type AskPage = (cursor: string | undefined) => Promise<Answer>;

/** Where a page has its rows, and what the next one is asked by. */
export type PageRecipe = PageRows & NextPage;

interface PageRows {
  /** The path of its rows. */
  readonly rows: string;
  /** Where rows stand under names: what the name is called in a row. */
  readonly key?: string;
  /** The path of the flag that says whether a page follows, where nothing else does. */
  readonly more?: string;
  /** The first page's cursor, where the venue wants one. */
  readonly first?: string;
}

type NextPage =
  /** The path of the next page's cursor, `encoded` where it comes percent-encoded; none follows where it is empty or missing. */
  | { readonly next: string; readonly encoded?: true }
  /** The last row's value at this path, `plus` so much; a page of fewer rows than `limit` is the last. */
  | { readonly last: string; readonly plus?: 1 | -1; readonly limit: number }
  /** How many rows came before; the same of a shorter page. */
  | { readonly count: 'rows'; readonly limit: number }
  /** The page's number, of which the first is `from` (1). */
  | { readonly count: 'pages'; readonly from?: 0 | 1; readonly limit: number };

/** The rows of all pages. */
export async function allRows(ask: AskPage, recipe: PageRecipe): Promise<Answer[]> {
  const rows: Answer[] = [];
  for await (const page of pages(ask, recipe)) rows.push(...page);
  return rows;
}

/** The first row that is meant; pages behind it are not asked for. */
export async function findRow(
  ask: AskPage,
  recipe: PageRecipe,
  isMeant: (row: Answer) => boolean,
): Promise<Answer | undefined> {
  for await (const page of pages(ask, recipe)) {
    const row = page.find(isMeant);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** A cursor that comes again would be asked for without end: that page is the last. */
async function* pages(ask: AskPage, recipe: PageRecipe): AsyncGenerator<Answer[]> {
  const asked = new Set<string>();
  const next = nextPage(recipe);
  for (let cursor = recipe.first, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const answer = await ask(cursor);
    const rows = recipe.key === undefined ? answer.list(recipe.rows) : answer.rows(recipe.rows, recipe.key);
    yield rows;
    const following = recipe.more === undefined || answer.flag(recipe.more) ? next(answer, rows) : undefined;
    cursor = following === undefined || following === '' || asked.has(following) ? undefined : following;
    if (cursor !== undefined) asked.add(cursor);
  }
}

/** Reads from a page what the next one is asked by; undefined where it was the last. */
function nextPage(recipe: PageRecipe): (answer: Answer, rows: readonly Answer[]) => string | undefined {
  if ('next' in recipe) {
    return (answer) => {
      const cursor = answer.optionalText(recipe.next);
      return cursor !== undefined && recipe.encoded === true ? decodeURIComponent(cursor) : cursor;
    };
  }
  const { limit } = recipe;
  if ('last' in recipe) {
    const { last, plus } = recipe;
    return (_, rows) => {
      const row = rows.at(-1);
      return row === undefined || rows.length < limit ? undefined : lastValue(row, last, plus);
    };
  }
  let count = recipe.count === 'pages' ? (recipe.from ?? 1) : 0;
  return (_, rows) => {
    count += recipe.count === 'pages' ? 1 : rows.length;
    return rows.length < limit ? undefined : String(count);
  };
}

/** Ids have more digits than a number holds. */
function lastValue(row: Answer, path: string, plus: 1 | -1 | undefined): string {
  return plus === undefined ? row.text(path) : decimalText(row.decimal(path).plus(plus));
}
