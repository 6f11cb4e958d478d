import { execa } from 'execa';

/** One line of the benchmark: ours beside a reference that ran in the same minutes. */
export interface BenchRow {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly reference?: { readonly name: string; readonly value: number };
  /** What the ratio ours/reference (or ours alone) is meant to be. */
  readonly target?: string;
}

/**
 * Median wall times, in milliseconds, of several commands. Rounds are interleaved, so that a slow moment of the
 * machine falls on all of them.
 */
export async function medianTimes(
  commands: readonly TimedCommand[],
  rounds: number,
): Promise<readonly number[]> {
  const times = commands.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, command] of commands.entries()) times[index]?.push(await timeOnce(command));
  }
  return times.map(median);
}

export interface TimedCommand {
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Runs before the clock starts. */
  readonly before?: () => Promise<void>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function timeOnce({ args, cwd, before }: TimedCommand): Promise<number> {
  await before?.();
  const start = performance.now();
  // NODE_EXTRA_CA_CERTS alone adds 60 ms to each start of Node 20.
  await execa(process.execPath, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { NODE_EXTRA_CA_CERTS: undefined, NODE_OPTIONS: '' },
    stdin: 'ignore',
  });
  return performance.now() - start;
}
