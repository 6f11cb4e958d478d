import { expect, test } from 'vitest';
import { renderTemplate, type Template } from '../plop/template.js';
import { withAnswers } from './answers-file.js';

const EXCHANGE = `import { {{imports}} } from 'ats-runtime';
import { {{answers}} } from './answers.js';
// readOther
const order = readOrder(new Instrument(STATUSES));
`;

const ANSWERS = `import { {{imports}} } from 'ats-runtime';
const STATUSES = {};
function readOrder(row: Answer) {
  return readFill(row);
}
function readFill() {}
function readOther() {}
`;

test('what exchange.ts uses of answers.ts is exported there and imported here, nothing else', () => {
  const { exchange, answers } = withAnswers(template(EXCHANGE), template(ANSWERS), {});
  expect(exchange).toContain("import { Instrument } from 'ats-runtime';");
  expect(exchange).toContain("import { STATUSES, readOrder } from './answers.js';");
  expect(answers).toContain("import { type Answer } from 'ats-runtime';");
  expect(answers.match(/^export .*/gm)).toEqual([
    'export const STATUSES = {};',
    'export function readOrder(row: Answer) {',
  ]);
});

function template(text: string): Template {
  return (view) => renderTemplate(text, view);
}
