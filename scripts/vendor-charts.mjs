// Part of the build: puts the chart library into ats-runtime, so that whoever installs it installs nothing more for it.
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const from = new URL('../node_modules/lightweight-charts/', import.meta.url);
const to = new URL('../runtime/dist/vendor/', import.meta.url);

const script = new URL('dist/lightweight-charts.standalone.production.js', from);
const text = await readFile(script, 'utf8');
if (!text.includes('@license')) throw new Error(`${fileURLToPath(script)} has lost its licence notice`);
if (/<\/script/i.test(text)) throw new Error(`${fileURLToPath(script)} cannot stand in an HTML page`);

await mkdir(to, { recursive: true });
await copyFile(script, new URL('lightweight-charts.js', to));
await copyFile(new URL('LICENSE', from), new URL('lightweight-charts.LICENSE', to));
