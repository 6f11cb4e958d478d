import { describeGenerated } from './generated.js';

await describeGenerated('kucoin_spot');
