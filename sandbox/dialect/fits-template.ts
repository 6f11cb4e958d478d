import { isRecord, type ParameterValue } from '../../venues/index.js';
import { isTemplateList, isTemplateRecord } from './template-kinds.js';
import { scalarText } from './read-field.js';
import { templateMatcher } from './template-matcher.js';

/** Whether a value has a template's form: every named part is there; a flag that is not given counts as false. */
export function fitsTemplate(template: ParameterValue, value: unknown): boolean {
  if (typeof template === 'string') {
    const text = scalarText(value);
    return text !== undefined && templateMatcher(template).match(text) !== undefined;
  }
  if (isTemplateList(template))
    return Array.isArray(value) && template.every((part, index) => fitsTemplate(part, value[index]));
  if (!isTemplateRecord(template)) return (value ?? false) === template;
  return isRecord(value) && Object.entries(template).every(([name, part]) => fitsTemplate(part, value[name]));
}
