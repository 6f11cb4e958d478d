import { describeGenerated } from './generated.js';

await describeGenerated('hyperliquid_spot');
