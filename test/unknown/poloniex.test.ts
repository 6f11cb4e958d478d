import { describeUnknown } from './described.js';

await describeUnknown('poloniex');
