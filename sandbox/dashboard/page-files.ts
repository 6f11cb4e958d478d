import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** A file of the dashboard's page by its name in the address (`''`: the page itself); `undefined`: there is none. */
export async function pageFile(name: string): Promise<PageFile | undefined> {
  const file = name === '' ? 'index.html' : name;
  const extension = FILES.has(file) ? file.slice(file.lastIndexOf('.')) : '';
  const type = TYPES[extension];
  if (type === undefined) return undefined;
  return { type, bytes: await readFile(file === CHARTS ? chartsFile() : join(PAGE, file)) };
}

const PAGE = fileURLToPath(new URL('page', import.meta.url));
const CHARTS = 'lightweight-charts.js';

/** No other file is served, whatever the address says. */
const FILES: ReadonlySet<string> = new Set([
  'index.html',
  'style.css',
  'app.js',
  'api.js',
  'chart.js',
  'dom.js',
  'faults.js',
  'requests.js',
  'tables.js',
  CHARTS,
]);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** The build puts it beside the page (scripts/dashboard.mjs); run from the sources, it is where npm put it. */
function chartsFile(): string {
  const shipped = join(PAGE, CHARTS);
  if (existsSync(shipped)) return shipped;
  const main = createRequire(import.meta.url).resolve('lightweight-charts/package.json');
  return join(dirname(main), 'dist', 'lightweight-charts.standalone.production.mjs');
}
