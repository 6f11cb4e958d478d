import { isRecord, type Condition, type ConditionalValue, type ParameterValue } from '../../venues/index.js';
import { ORDER_CONDITIONS } from '../../venues/words.js';
import { fitsTemplate } from './fits-template.js';
import { scalarText } from './read-field.js';
import { isTemplateList, isTemplateRecord } from './template-kinds.js';
import { templateMatcher, type Binding } from './template-matcher.js';

/** Placeholder name → what the client gave for it, as sent. */
export type Bindings = ReadonlyMap<string, Binding>;

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** What a condition on an order's side and type says. */
export interface Conditions {
  /** Whether it may hold; what is not known yet may. */
  holds(when: Condition): boolean;
  /** What is known of an order for which it holds. */
  implied(when: Condition): readonly Binding[];
}

/**
 * Reads a description's parameter templates backwards: from the values a client sent to canonical names.
 * Unconditional parameters first, because conditions depend on the side and type among them.
 */
export function bindParameters(
  templates: readonly (Parameters | undefined)[],
  given: Readonly<Record<string, unknown>>,
  conditionsOn: (bound: Bindings) => Conditions,
): Bindings {
  const bound = new Map<string, Binding>();
  const deferred: Deferred[] = [];
  for (const template of templates) {
    if (template !== undefined) bindRecord(template, given, bound, deferred);
  }
  let conditions = conditionsOn(bound);
  // A choice among constants may tell the order's type or side, on which the others depend.
  for (const { choices, value } of deferred.toSorted(constantsFirst)) {
    const known = bound.size;
    bindChoice(choices, value, conditions, bound);
    if (bound.size > known) conditions = conditionsOn(bound);
  }
  return bound;
}

function constantsFirst(a: Deferred, b: Deferred): number {
  return Number(isAmongConstants(b)) - Number(isAmongConstants(a));
}

function isAmongConstants({ choices }: Deferred): boolean {
  return choices.some(({ value }) => isConstant(value));
}

/** Of choices that are objects the client's own form tells which one it is, and so what order it is. */
function bindChoice(
  described: readonly ConditionalValue[],
  value: unknown,
  conditions: Conditions,
  bound: Map<string, Binding>,
): void {
  const choices = bySign(described, value);
  for (const side of SIDES)
    if (choices.length < described.length && choices.every(({ when }) => when.endsWith(side)))
      bindAll(conditions.implied(side), bound);
  const told = choices.filter((each) => isConstant(each.value) && isText(each.value, value));
  // What only some orders are sent with tells that it is one of them; a time in force is not theirs alone.
  const isForce = bound.get('time_in_force')?.text === scalarText(value);
  if (told.length === 1 && told[0] !== undefined && OF_SIDE_OR_TYPE.has(told[0].when) && !isForce)
    bindAll(conditions.implied(told[0].when), bound);
  const choice = choices.find(
    (each) =>
      conditions.holds(each.when) &&
      (isStructure(each.value)
        ? fitsTemplate(each.value, value)
        : !isConstant(each.value) || isText(each.value, value)),
  );
  if (choice === undefined) return;
  if (!isStructure(choice.value)) return bindText(String(choice.value), value, bound);
  bindAll(conditions.implied(choice.when), bound);
  const inner: Deferred[] = [];
  bindValue(choice.value, value, bound, inner);
  for (const part of inner) bindChoice(part.choices, part.value, conditions, bound);
}

/** Of `{size}` and `-{size}` those that an amount with its sign has the form of; all where no choice has a sign. */
function bySign(choices: readonly ConditionalValue[], value: unknown): readonly ConditionalValue[] {
  if (!choices.some(isNegative)) return choices;
  const isBelowZero = scalarText(value)?.startsWith('-') === true;
  return choices.filter((each) => isNegative(each) === isBelowZero);
}

const SIDES = ['buy', 'sell'] as const;

function isNegative({ value }: ConditionalValue): boolean {
  return typeof value === 'string' && value.startsWith('-{');
}

const OF_SIDE_OR_TYPE: ReadonlySet<Condition> = new Set(ORDER_CONDITIONS);

function bindAll(bindings: readonly Binding[], bound: Map<string, Binding>): void {
  for (const binding of bindings) if (!bound.has(binding.name)) bound.set(binding.name, binding);
}

function isConstant(template: ParameterValue): boolean {
  return !isStructure(template) && templateMatcher(String(template)).placeholders.length === 0;
}

function isText(template: ParameterValue, value: unknown): boolean {
  return String(template) === scalarText(value);
}

function isStructure(template: ParameterValue): boolean {
  return typeof template === 'object' && template !== null;
}

/** The conditional values that a parameter may take; `undefined` where it is no conditional. */
export function conditionals(template: ParameterValue): readonly ConditionalValue[] | undefined {
  if (isConditional(template)) return [template];
  if (!isRecord(template) || Object.keys(template).length !== 1 || !Array.isArray(template['first']))
    return undefined;
  const choices: readonly unknown[] = template['first'];
  const found = choices.filter(isConditional);
  return found.length === choices.length ? found : undefined;
}

interface Deferred {
  readonly choices: readonly ConditionalValue[];
  readonly value: unknown;
}

function bindRecord(
  template: Readonly<Record<string, ParameterValue>>,
  given: Readonly<Record<string, unknown>>,
  bound: Map<string, Binding>,
  deferred: Deferred[],
): void {
  for (const name in template) {
    const part = template[name];
    if (part !== undefined && Object.hasOwn(given, name)) bindValue(part, given[name], bound, deferred);
  }
}

function bindValue(
  template: ParameterValue,
  value: unknown,
  bound: Map<string, Binding>,
  deferred: Deferred[],
): void {
  if (typeof template === 'string') return bindText(template, value, bound);
  const choices = conditionals(template);
  if (choices !== undefined) {
    deferred.push({ choices, value });
  } else if (isTemplateList(template)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    template.forEach((part, index) => bindValue(part, values[index], bound, deferred));
  } else if (isTemplateRecord(template) && isRecord(value)) {
    bindRecord(template, value, bound, deferred);
  }
}

function bindText(template: string, value: unknown, bound: Map<string, Binding>): void {
  const text = scalarText(value);
  if (text === undefined) return;
  for (const binding of templateMatcher(template).match(text) ?? []) {
    if (!bound.has(binding.name)) bound.set(binding.name, binding);
  }
}

function isConditional(value: unknown): value is ConditionalValue {
  return (
    isRecord(value) &&
    Object.keys(value).length === 2 &&
    'value' in value &&
    typeof value['when'] === 'string'
  );
}
