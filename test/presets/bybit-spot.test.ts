import { describeGenerated } from './generated.js';

await describeGenerated('bybit_spot');
