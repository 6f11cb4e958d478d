import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ts } from 'ts-morph';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { runtimeRoot } from '../packaging/package-root.js';
import { classesByName } from './find-class.js';
import { parseAlike } from './parse-alike.js';
import { parse, parseAnew, syntaxFault } from './parser.js';
import { classUnits } from './units.js';

const SOURCE = readFileSync(join(runtimeRoot(), 'src/exchanges/binance_spot/exchange.ts'), 'utf8');

function nodesIn(node: ts.Node): number {
  let count = 1;
  node.forEachChild((child) => {
    count += nodesIn(child);
  });
  return count;
}

/** What a merge asks of a tree. */
function heads(tree: ts.SourceFile): unknown {
  return [
    syntaxFault(tree),
    tree.statements.map((node) => [node.kind, node.getStart(), node.end]),
    classesByName(tree).map(({ name, node }) => [
      name,
      classUnits(node).map(({ key, leadStart, start, end, nodes }) => [
        key,
        leadStart,
        start,
        end,
        nodes[0].getText(),
      ]),
    ]),
  ];
}

it('leaves out what the text before had already, and has every place and every text right', () => {
  const edited = SOURCE.replace(
    '    this.assertConnected();',
    '    this.mine();\n    this.assertConnected();',
  );
  const parser = parseAlike(new Set());
  parser(SOURCE);
  const tree = parser(edited);
  expect(heads(tree)).toEqual(heads(parseAnew(edited)));
  expect(nodesIn(tree)).toBeLessThan(nodesIn(parse(edited)) / 2);
});

it('has the members that are asked for in full, and all that may be a stub', () => {
  const body = "{\n    this.one();\n    throw new NotImplementedException('c');\n  }";
  const source = `class A {\n  a() ${body.replace('NotImpl', 'Impl')}\n  b() { if (x) { y(); } }\n  c() ${body}\n}\n`;
  const parser = parseAlike(new Set(['a']));
  parser(source);
  const [whole] = classesByName(parser(`${source}// Edited.\n`));
  const counts = whole?.node.members.map(nodesIn) ?? [];
  const full = classesByName(parseAnew(source))[0]?.node.members.map(nodesIn) ?? [];
  expect([counts[0], counts[2]]).toEqual([full[0], full[2]]);
  expect(counts[1]).toBeLessThan(full[1] ?? 0);
});

const snippet = fc.constantFrom(
  '`',
  '/*',
  '*/',
  '//',
  '{',
  '}',
  "'",
  '${',
  '(',
  ')',
  'class B {',
  'async ',
  '\n',
  'x',
);

it('sees what a full parse sees, whatever was put in or taken out', () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(60),
    text: snippet,
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      const edited = edits.reduce((text, { at, length, text: inserted }) => {
        const start = Math.floor(at * text.length);
        return text.slice(0, start) + inserted + text.slice(start + length);
      }, SOURCE);
      const parser = parseAlike(new Set());
      parser(SOURCE);
      expect(heads(parser(edited))).toEqual(heads(parseAnew(edited)));
    }),
    { numRuns: 300 },
  );
}, 60_000);
