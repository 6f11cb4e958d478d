import { readFile } from 'node:fs/promises';

/** Beside the compiled runtime, from wherever this file runs: TradingView's Lightweight Charts, as one script. */
const LIBRARY = new URL('../../dist/vendor/lightweight-charts.js', import.meta.url);

let library: Promise<string> | undefined;

/** The chart library's text, with its licence notice at the top. */
export function readChartLibrary(): Promise<string> {
  library ??= readFile(LIBRARY, 'utf8').catch((error: unknown) => {
    library = undefined;
    throw new Error('the chart library is missing: build ats-runtime (npm run build)', { cause: error });
  });
  return library;
}
