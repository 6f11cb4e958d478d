import { infer, type Inference } from '../../../venues/infer/infer.js';
import type { SampleRole } from './step.js';

/** Nothing where a sample holds what its role needs. */
export function sampleProblem(role: SampleRole, parsed: unknown): string | undefined {
  if (role === 'error' || role === 'message') return undefined;
  const { fields, warnings } = infer(role, parsed);
  const missing = warnings.filter(isMissing);
  if (fields.length > 0 && missing.length === 0) return undefined;
  return `does not hold ${missing.map(({ field }) => field).join(', ') || `anything of ${role}`}; is it the answer of ${role}?`;
}

function isMissing({ message }: Inference['warnings'][number]): boolean {
  return message.startsWith('was not found');
}
