import { describeGenerated } from './generated.js';

await describeGenerated('gate_spot');
