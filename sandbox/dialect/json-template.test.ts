import { expect, test } from 'vitest';
import { JsonTemplate } from './json-template.js';

const sample = { id: 1, rows: [{ price: '1.0' }], note: 'a "quoted" text' };

test('slots are written into the sample, the rest stays as it is', () => {
  const template = JsonTemplate.of<number>(sample, [
    { path: 'rows[0].price', slot: (price) => JSON.stringify(String(price)) },
    { path: 'id', slot: (id) => JSON.stringify(id) },
  ]);
  expect(template?.write(7)).toBe('{"id":7,"rows":[{"price":"7"}],"note":"a \\"quoted\\" text"}');
});

test('what is cut off is not written, its slot neither', () => {
  const cut = (): unknown => ({ note: sample.note });
  expect(JsonTemplate.of(sample, [{ path: 'id', slot: () => '2' }], cut)?.write(0)).toBe(
    '{"note":"a \\"quoted\\" text"}',
  );
});

test.each([
  ['a place in another', ['rows', 'rows[0].price']],
  ['a place around another', ['rows[0].price', 'rows']],
  ['one place twice', ['id', 'id']],
  ['none of the sample’s', ['other']],
])('there is no template where a place is %s', (_what, paths) => {
  const places = paths.map((path) => ({ path, slot: () => '1' }));
  expect(JsonTemplate.of(sample, places)).toBeUndefined();
});
