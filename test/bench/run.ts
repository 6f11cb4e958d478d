import { benchCandles } from './candles.js';
import { benchCommandLine } from './command-line.js';
import { benchEngine } from './engine.js';
import { benchReplay } from './replay.js';
import { benchSandbox } from './sandbox.js';
import { benchSigning } from './signing.js';
import { benchSync } from './sync.js';
import type { BenchRow } from './measure.js';

const rows: BenchRow[] = [];
for (const bench of [
  benchCommandLine,
  benchSigning,
  benchCandles,
  benchEngine,
  benchReplay,
  benchSync,
  benchSandbox,
])
  rows.push(...(await bench()));
process.stdout.write(`${rows.map(line).join('\n')}\n`);

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
