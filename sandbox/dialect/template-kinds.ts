import { isRecord, type ParameterValue } from '../../venues/index.js';

export function isTemplateList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

export function isTemplateRecord(
  value: ParameterValue,
): value is { readonly [name: string]: ParameterValue } {
  return isRecord(value);
}
