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

  test('goes on from its last row, or from the one behind it', async () => {
    const ids = ['9007199254740993', '9007199254740994', '9007199254740995'];
    const behind = await askedBy(ids, { rows: '', last: 'id', limit: 2 });
    expect(behind).toEqual([undefined, '9007199254740994']);
    const from = await askedBy(ids, { rows: '', last: 'id', plus: 1, first: '0', limit: 2 });
    expect(from).toEqual(['0', '9007199254740995']);
    const downTo = await askedBy(ids, { rows: '', last: 'id', plus: -1, limit: 2 });
    expect(downTo).toEqual([undefined, '9007199254740993']);
  });

  test('is counted, by rows or by pages', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    expect(await askedBy(ids, { rows: '', count: 'rows', limit: 2 })).toEqual([undefined, '2', '4']);
    expect(await askedBy(ids, { rows: '', count: 'pages', limit: 2 })).toEqual([undefined, '2', '3']);
    expect(await askedBy(ids, { rows: '', count: 'pages', from: 0, limit: 2 })).toEqual([
      undefined,
      '1',
      '2',
    ]);
  });

  test('that ends with a full page is asked for once more', async () => {
    expect(await askedBy(['a', 'b'], { rows: '', count: 'rows', limit: 2 })).toEqual([undefined, '2']);
  });

  test('has a cursor that answers give percent-encoded', async () => {
    const answers = [{ rows: [1], cursor: '7%3A7%2C8' }, { rows: [] }].map(
      (it) => new Answer(it, 'GET /list'),
    );
    const asked: (string | undefined)[] = [];
    const ask: AskPage = (cursor) => {
      asked.push(cursor);
      return Promise.resolve(answers.shift() ?? new Answer({ rows: [] }, 'GET /list'));
    };
    await allRows(ask, { rows: 'rows', next: 'cursor', encoded: true });
    expect(asked).toEqual([undefined, '7:7,8']);
  });

  test('of rows under names gives each its name', async () => {
    const answer = new Answer({ trades: { T1: { vol: '1' } } }, 'POST /list');
    const [row] = await allRows(() => Promise.resolve(answer), {
      rows: 'trades',
      key: 'fill_id',
      count: 'rows',
      limit: 50,
    });
    expect(row?.text('fill_id')).toBe('T1');
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

/** What a venue that holds these rows is asked for, page by page of two. */
async function askedBy(ids: readonly string[], recipe: PageRecipe): Promise<readonly (string | undefined)[]> {
  const asked: (string | undefined)[] = [];
  const ask: AskPage = (cursor) => {
    const page = ids.slice(2 * asked.length, 2 * asked.length + 2);
    asked.push(cursor);
    return Promise.resolve(
      new Answer(
        page.map((id) => ({ id })),
        'GET /list',
      ),
    );
  };
  const rows = await allRows(ask, recipe);
  expect(rows.map((row) => row.text('id'))).toEqual(ids);
  return asked;
}
