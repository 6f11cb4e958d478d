import { describe, expect, test } from 'vitest';
import { Answer } from './answer.js';
import { allRows, findRow, type AskPage, type PageRecipe } from './pages.js';

const RECIPE: PageRecipe = { rows: 'rows', next: 'cursor', more: 'has_next' };

describe('a list in pages', () => {
  test('is read to its end, page after page', async () => {
    const asked: (string | undefined)[] = [];
    const rows = await allRows(venue([[1, 2], [3], [4]], asked), RECIPE);
    expect(rows.map((row) => row.number())).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual([undefined, '1', '2']);
  });

  test('is asked for only as far as the row that is meant', async () => {
    const asked: (string | undefined)[] = [];
    const row = await findRow(venue([[1, 2], [3], [4]], asked), RECIPE, (each) => each.number() === 3);
    expect(row?.number()).toBe(3);
    expect(asked).toEqual([undefined, '1']);
  });

  test('that lacks the row gives none', async () => {
    expect(await findRow(venue([[1], [2]], []), RECIPE, () => false)).toBeUndefined();
  });

  test('ends where the cursor is empty or missing, if no flag tells', async () => {
    for (const last of [{ rows: [2], cursor: '' }, { rows: [2] }]) {
      const answers = [{ rows: [1], cursor: 'a' }, last].map((each) => new Answer(each, 'GET /list'));
      const ask: AskPage = () => Promise.resolve(answers.shift() ?? new Answer({ rows: [3] }, 'GET /list'));
      expect(await allRows(ask, { rows: 'rows', next: 'cursor' })).toHaveLength(2);
    }
  });

  test('whose cursor does not move is not asked for without end', async () => {
    let asks = 0;
    const ask: AskPage = () => {
      asks += 1;
      return Promise.resolve(new Answer({ rows: [1], cursor: 'same', has_next: true }, 'GET /list'));
    };
    await allRows(ask, RECIPE);
    expect(asks).toBe(2);
  });
});

/** Cursors are the numbers of the pages. */
function venue(pages: readonly (readonly number[])[], asked: (string | undefined)[]): AskPage {
  return (cursor) => {
    asked.push(cursor);
    const index = Number(cursor ?? 0);
    const more = index + 1 < pages.length;
    const body = { rows: pages[index], cursor: more ? String(index + 1) : '', has_next: more };
    return Promise.resolve(new Answer(body, 'GET /list'));
  };
}
