import type { ts } from 'ts-morph';
import type { Parameter } from '../contract/contract.js';
import { applyEdits, type Edit } from '../contract/edits.js';
import { typescript } from '../contract/parser.js';
import { renderParameter } from '../contract/render-stub.js';
import { LINE_WIDTH, marginAt, type TextStyle } from '../contract/text-style.js';
import { alignParameters } from './align-parameters.js';
import { renameParameter } from './rename-parameter.js';
import { sameCode } from './same-code.js';
import type { SignatureRewrite } from './signature-rewrite.js';
import { namesUsedIn } from './uses.js';

/** A parameter list brought from the base's old one to its new one; the body follows where one is merely renamed. */
export function parameterRewrite(
  node: ts.MethodDeclaration | ts.AccessorDeclaration,
  old: readonly Parameter[],
  now: readonly Parameter[],
  style: TextStyle,
): SignatureRewrite {
  const written = node.parameters;
  const aligned = alignParameters(old, now);
  const hands: string[] = [];
  const edits: Edit[] = [];
  const used = new Set<ts.ParameterDeclaration>();
  // Whoever left parameters out does not want those behind them either.
  const isComplete = written.length >= old.length;
  const texts: string[] = [];
  for (const { before, after } of aligned) {
    const own = before === undefined ? undefined : written[before.index];
    if (before !== undefined && own !== undefined) {
      used.add(own);
      const change = parameterText(node, own, before.parameter, after);
      edits.push(...change.bodyEdits);
      hands.push(...change.hands);
      texts.push(change.text);
    } else if (isComplete && !written.some(({ name }) => name.getText() === after.name)) {
      texts.push(renderParameter(after));
    }
  }
  for (const [index, own] of written.entries()) {
    if (used.has(own)) continue;
    const isDropped = index < old.length;
    if (!isDropped) texts.push(own.getText());
    else if (node.body !== undefined && namesUsedIn(node.body.getText()).has(own.name.getText())) {
      hands.push(`the base has no parameter "${own.name.getText()}" any more; the body still uses it`);
    }
  }
  const list = listEdit(node, texts, style);
  if (list === 'comments')
    return {
      edits: [],
      hands: ['the parameters of the base changed; comments in your list kept it from being rewritten'],
    };
  return { edits: [...edits, ...list], hands };
}

interface ParameterChange {
  readonly text: string;
  readonly bodyEdits: readonly Edit[];
  readonly hands: readonly string[];
}

/** The user's parameter with what the base changed: its name where it was the base's, its type, whether it is optional. */
function parameterText(
  node: ts.MethodDeclaration | ts.AccessorDeclaration,
  own: ts.ParameterDeclaration,
  before: Parameter,
  after: Parameter,
): ParameterChange {
  const inside: Edit[] = [];
  const bodyEdits: Edit[] = [];
  const hands: string[] = [];
  const sameType = sameCode(before.type ?? '', after.type ?? '');
  if (before.name !== after.name && own.name.getText() === before.name && sameType) {
    for (const edit of renameParameter(node, before.name, after.name) ?? []) {
      if (edit.start >= own.getStart() && edit.end <= own.end) inside.push(edit);
      else if (node.body !== undefined && edit.start >= node.body.getStart()) bodyEdits.push(edit);
    }
  }
  if (!sameType && own.type !== undefined && after.type !== undefined) {
    if (sameCode(own.type.getText(), before.type ?? '')) {
      inside.push({ start: own.type.getStart(), end: own.type.end, text: after.type });
      hands.push(
        `the base's parameter "${after.name}" is ${after.type} now; see whether the body still fits`,
      );
    } else if (!sameCode(own.type.getText(), after.type)) {
      hands.push(`the base's parameter "${after.name}" is ${after.type} now; yours is ${own.type.getText()}`);
    }
  }
  const [was, is] = [isOptional(before), isOptional(after)];
  if (
    was !== is &&
    own.initializer === undefined &&
    (own.questionToken !== undefined) === was &&
    !own.dotDotDotToken
  ) {
    const mark = own.questionToken;
    if (is) inside.push({ start: own.name.end, end: own.name.end, text: '?' });
    else if (mark !== undefined) inside.push({ start: mark.getStart(), end: mark.end, text: '' });
  }
  if (before.rest !== after.rest)
    hands.push(
      `the base's parameter "${after.name}" ${after.rest ? 'takes all the rest' : 'is a single one'} now`,
    );
  const start = own.getStart();
  const shifted = inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return { text: applyEdits(own.getText(), shifted), bodyEdits, hands };
}

function isOptional({ optional, initializer }: Parameter): boolean {
  return optional || initializer !== undefined;
}

/** The list as it shall be: parameter by parameter where their number stays, as a whole where it does not. */
function listEdit(
  node: ts.MethodDeclaration | ts.AccessorDeclaration,
  texts: readonly string[],
  style: TextStyle,
): Edit[] | 'comments' {
  const { text } = node.getSourceFile();
  const written = node.parameters;
  const pairs = written.map((own, index) => ({ own, text: texts[index] ?? '' }));
  if (texts.length === written.length) {
    return pairs
      .filter((pair) => pair.own.getText() !== pair.text)
      .map((pair) => ({ start: pair.own.getStart(), end: pair.own.end, text: pair.text }));
  }
  const close = node.getChildren().find(({ kind }) => kind === typescript().SyntaxKind.CloseParenToken);
  if (close === undefined) return [];
  const range = { start: written.pos, end: close.getStart() };
  const old = text.slice(range.start, range.end);
  if (/\/[/*]/.test(old)) return 'comments';
  const margin = marginAt(text, node.getStart());
  const lineRest = text.slice(range.end).split(/[\r\n]/, 1)[0]?.length ?? 0;
  const column = range.start - (text.lastIndexOf('\n', range.start - 1) + 1);
  const oneLine = texts.join(', ');
  if (!old.includes('\n') && column + oneLine.length + lineRest <= LINE_WIDTH)
    return [{ ...range, text: oneLine }];
  const comma = texts.at(-1)?.startsWith('...') === true ? '' : ',';
  const inner = texts.map(
    (one, index) => `${margin}${style.indent}${one}${index < texts.length - 1 ? ',' : comma}${style.eol}`,
  );
  return [{ ...range, text: style.eol + inner.join('') + margin }];
}
