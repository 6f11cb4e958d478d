import { describeGenerated } from './generated.js';

await describeGenerated('bitget_spot');
