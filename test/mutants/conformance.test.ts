import { describeConformance } from '../../sandbox/conformance/index.js';
import { Exchange } from '../../runtime/src/exchanges/binance_spot/index.js';

// As a connector's own exchange.test.ts calls it; all checks run in mutants.test.ts.
describeConformance({
  Exchange,
  folder: new URL('../../venues/presets/binance_spot/', import.meta.url),
  only: ['S01', 'S08', 'C01', 'L01', 'D01', 'O21', 'B01'],
});
