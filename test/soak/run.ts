import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadPreset } from '../../sandbox/index.js';
import { generatedConnector } from './generated-connector.js';
import { soak } from './soak.js';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '10000' },
    faults: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '1' },
    restart: { type: 'boolean', default: false },
  },
});

const options = {
  orders: Number(values.orders),
  faults: Number(values.faults),
  seed: Number(values.seed),
  restart: values.restart,
};
const areWhole = [options.orders, options.seed].every((value) => Number.isInteger(value) && value > 0);
if (!areWhole || !(options.faults >= 0 && options.faults <= 1)) {
  process.stderr.write(
    'error: give --orders and --seed as whole numbers above 0, --faults as a share from 0 to 1\n',
  );
  process.exit(2);
}

const venue = await loadPreset('binance_spot');
const { Exchange, folder } = await generatedConnector(venue);
const result = await soak({ Exchange, venue, ...options }).finally(() =>
  rm(folder, { recursive: true, force: true }),
);
const isClean = result.lost + result.double + result.wrong === 0;
// A killed connector's process never let go of this one, so it would not end by itself.
process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`, () => process.exit(isClean ? 0 : 1));
