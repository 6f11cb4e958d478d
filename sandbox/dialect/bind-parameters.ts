import { isRecord, type Condition, type ConditionalValue, type ParameterValue } from '../../venues/index.js';
import { scalarText } from './read-field.js';
import { templateMatcher, type Binding } from './template-matcher.js';

/** Placeholder name → what the client gave for it, as sent. */
export type Bindings = ReadonlyMap<string, Binding>;

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Whether a condition on an order's side and type may hold; what is not known yet may. */
export type ConditionTest = (when: Condition) => boolean;

/**
 * Reads a description's parameter templates backwards: from the values a client sent to canonical names.
 * Unconditional parameters first, because conditions depend on the side and type among them.
 */
export function bindParameters(
  templates: readonly (Parameters | undefined)[],
  given: Readonly<Record<string, unknown>>,
  testWith: (bound: Bindings) => ConditionTest,
): Bindings {
  const bound = new Map<string, Binding>();
  const deferred: Deferred[] = [];
  for (const template of templates) {
    if (template !== undefined) bindRecord(template, given, bound, deferred);
  }
  const holds = testWith(bound);
  for (const { choices, value } of deferred) {
    const choice = choices.find(({ when }) => holds(when));
    if (choice !== undefined) bindText(String(choice.value), value, bound);
  }
  return bound;
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
  for (const [name, part] of Object.entries(template)) {
    if (Object.hasOwn(given, name)) bindValue(part, given[name], bound, deferred);
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

export function isTemplateList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

export function isTemplateRecord(
  value: ParameterValue,
): value is { readonly [name: string]: ParameterValue } {
  return isRecord(value);
}
