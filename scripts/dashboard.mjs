// Part of the build: puts the dashboard's page, and the chart library it draws with, where the build serves them from.
import { copyFile, cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'dist/sandbox/dashboard/page');
const charts = dirname(createRequire(import.meta.url).resolve('lightweight-charts/package.json'));

await cp(join(root, 'sandbox/dashboard/page'), page, { recursive: true });
await copyFile(
  join(charts, 'dist/lightweight-charts.standalone.production.mjs'),
  join(page, 'lightweight-charts.js'),
);
await copyFile(join(charts, 'LICENSE'), join(page, 'lightweight-charts.LICENSE'));
