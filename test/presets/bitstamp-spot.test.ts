import { describeGenerated } from './generated.js';

await describeGenerated('bitstamp_spot');
