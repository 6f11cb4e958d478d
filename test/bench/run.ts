import { benchCandles } from './candles.js';
import { benchCheck } from './check.js';
import { benchCommandLine } from './command-line.js';
import { benchEngine } from './engine.js';
import type { BenchRow } from './measure.js';
import { benchReplay } from './replay.js';
import { benchSandbox } from './sandbox.js';
import { benchSigning } from './signing.js';
import { benchSync } from './sync.js';

type Bench = () => Promise<readonly BenchRow[]> | AsyncGenerator<BenchRow>;

const BENCHES: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  ['command-line', benchCommandLine],
  ['signing', benchSigning],
  ['candles', benchCandles],
  ['engine', benchEngine],
  ['replay', benchReplay],
  ['sync', benchSync],
  ['check', benchCheck],
  ['sandbox', benchSandbox],
]);

// `npm run bench -- engine sync` runs those two.
const names = process.argv.length > 2 ? process.argv.slice(2) : [...BENCHES.keys()];
for (const name of names) {
  const bench = BENCHES.get(name);
  if (bench === undefined) {
    process.stderr.write(`error: no bench "${name}"; there are ${[...BENCHES.keys()].join(', ')}\n`);
    process.exit(2);
  }
  for await (const row of await bench()) process.stdout.write(`${line(row)}\n`);
}

function line({ name, ours, unit, reference, target }: BenchRow): string {
  const beside =
    reference === undefined
      ? ''
      : `  ${reference.name} ${amount(reference.value)} ${unit}  ratio ${(ours / reference.value).toFixed(2)}`;
  return `${name.padEnd(50)} ${amount(ours)} ${unit}${beside}${target === undefined ? '' : `  target ${target}`}`;
}

function amount(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value < 10 ? 2 : 0);
}
