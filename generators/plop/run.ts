import type { NodePlopAPI } from 'node-plop';
import { templateHelpers } from './template-helpers.js';

/** One thing a generator does, by plop's action types; `run` only ever touches the virtual tree. */
export interface Step {
  readonly type: string;
  run(): Promise<string> | string;
}

export interface Generator {
  readonly name: string;
  readonly description: string;
  readonly steps: readonly Step[];
}

/**
 * Runs a generator through plop. Plop catches what an action throws, goes on and keeps the message alone:
 * here the first error is thrown again as it was.
 */
export async function runGenerator(generator: Generator): Promise<void> {
  const { default: nodePlop } = await import('node-plop');
  const plop = await nodePlop('');
  const errors: unknown[] = [];
  registerGenerator(plop, generator, errors);
  const { failures } = await plop.getGenerator(generator.name).runActions({});
  if (errors.length > 0) throw errors[0];
  const [failure] = failures;
  if (failure !== undefined)
    throw new Error(`generator ${generator.name}, ${failure.type}: ${failure.error}`);
}

function registerGenerator(
  plop: NodePlopAPI,
  { name, description, steps }: Generator,
  errors: unknown[],
): void {
  for (const [helper, write] of Object.entries(templateHelpers)) plop.setHelper(helper, write);
  for (const { type, run } of steps) {
    plop.setActionType(type, async () => {
      try {
        return await run();
      } catch (error) {
        errors.push(error);
        throw error;
      }
    });
  }
  plop.setGenerator(name, { description, prompts: [], actions: steps.map(({ type }) => ({ type })) });
}
