import { describeGenerated } from './generated.js';

await describeGenerated('kraken_spot');
