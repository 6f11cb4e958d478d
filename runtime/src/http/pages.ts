import type { Answer } from './answer.js';

/** Asks for the page that begins at the cursor; without one for the first. */
export type AskPage = (cursor: string | undefined) => Promise<Answer>;

/** Where a page has what. */
export interface PageRecipe {
  /** The path of its rows. */
  readonly rows: string;
  /** The path of the next page's cursor; none follows where it is empty or missing. */
  readonly next: string;
  /** The path of the flag that says whether a page follows, where the cursor does not. */
  readonly more?: string;
}

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
async function* pages(ask: AskPage, { rows, next, more }: PageRecipe): AsyncGenerator<Answer[]> {
  const seen = new Set<string>();
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const answer = await ask(cursor);
    yield answer.list(rows);
    const following = more === undefined || answer.flag(more) ? answer.optionalText(next) : undefined;
    cursor = following === undefined || following === '' || seen.has(following) ? undefined : following;
    if (cursor !== undefined) seen.add(cursor);
  }
}
