import { BASE, TestWorkspace } from './workspace.js';

export interface Measurement {
  readonly name: string;
  readonly ours: number;
  readonly unit: 'ms';
}

/** How long sync takes: nothing to do, 100 connectors after a change of the base, one long connector. */
export async function benchSync(): Promise<Measurement[]> {
  const gained = BASE.replace(
    '  isBackTrading',
    '  abstract getOpenOrders(): Promise<Order[]>;\n  isBackTrading',
  );
  return [
    await measured('sync: 100 connectors after a base change', 100, (workspace) => workspace.setBase(gained)),
    await measured('sync: 100 connectors, nothing to do', 100, () => undefined),
    await measured('sync: a 3,000-line connector after a base change', 1, (workspace) => {
      const members = Array.from(
        { length: 600 },
        (_, index) =>
          `  own${index}(text: string): string {\n    const upper = text.toUpperCase();\n    return upper.trim();\n  }\n`,
      );
      workspace.edit(
        'venue_0',
        '  override async connect',
        `${members.join('\n')}\n  override async connect`,
      );
      workspace.setBase(gained);
    }),
  ];
}

async function measured(
  name: string,
  count: number,
  prepare: (workspace: TestWorkspace) => void,
): Promise<Measurement> {
  const workspace = new TestWorkspace();
  try {
    for (let index = 0; index < count; index++) workspace.create(`venue_${index}`, `/time/${index}`);
    prepare(workspace);
    const start = performance.now();
    await workspace.sync();
    return { name, ours: performance.now() - start, unit: 'ms' };
  } finally {
    workspace.remove();
  }
}
