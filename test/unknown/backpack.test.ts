import { describeUnknown } from './described.js';

await describeUnknown('backpack');
