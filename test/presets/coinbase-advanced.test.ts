import { describeGenerated } from './generated.js';

await describeGenerated('coinbase_advanced');
