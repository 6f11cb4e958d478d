import * as morph from 'ts-morph';
import { expect, it } from 'vitest';
import { typescript } from './parser.js';

it('the compiler is the one of ts-morph itself', () => {
  const { version, createSourceFile, createScanner, SyntaxKind } = typescript();
  expect(version).toBe(morph.ts.version);
  expect(createSourceFile).toBe(morph.ts.createSourceFile);
  expect(createScanner).toBe(morph.ts.createScanner);
  expect(SyntaxKind).toBe(morph.ts.SyntaxKind);
});
