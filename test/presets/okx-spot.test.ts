import { describeGenerated } from './generated.js';

await describeGenerated('okx_spot');
