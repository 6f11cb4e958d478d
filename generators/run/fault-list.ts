import { basename } from 'node:path';
import { UnknownEndpointError, faultRuleSchema, type FaultRule, type Sandbox } from '../../sandbox/index.js';
import { UserError } from '../cli/errors.js';
import { readYamlFile } from '../cli/yaml-file.js';

/** A fault of a list, and where it stands there. */
export interface ListedFault {
  readonly rule: FaultRule;
  readonly place: string;
}

/**
 * The faults of a YAML or JSON file, a list such as `- { endpoint: place_order, fault: { kind: drop_answer }, nth: 2 }`.
 * @throws UserError naming file, line and key of everything that is wrong
 */
export async function readFaults(file: string): Promise<readonly ListedFault[]> {
  const { value, place } = await readYamlFile(file);
  if (!Array.isArray(value)) throw new UserError(`${place([])}: must be a list of faults; ${EXAMPLE}`);
  const rules: readonly unknown[] = value;
  const wrong: string[] = [];
  const listed = rules.flatMap((rule, index): ListedFault[] => {
    const result = faultRuleSchema(rule).safeParse(rule);
    if (result.success) return [{ rule: result.data, place: place([index]) }];
    for (const { path, message } of result.error.issues)
      wrong.push(`${place([index, ...path])}: ${[...path, message].join(': ')}`);
    return [];
  });
  if (wrong.length > 0) throw new UserError(wrong.join('; '));
  return listed;
}

/** @throws UserError for an endpoint that the venue does not have */
export function addFaults({ faults, venue }: Sandbox, listed: readonly ListedFault[]): void {
  for (const { rule, place } of listed) {
    try {
      faults.add(rule);
    } catch (error) {
      if (!(error instanceof UnknownEndpointError)) throw error;
      throw new UserError(`${place}: ${basename(venue.folder)}: ${error.message}`, { cause: error });
    }
  }
}

const EXAMPLE = 'give it like "- { endpoint: place_order, fault: { kind: drop_answer }, nth: 2 }"';
