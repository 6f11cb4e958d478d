import { PAGE_SCRIPT, PAGE_STYLE } from './page-script.js';
import type { PlotView } from './plot-view.js';

/** The whole page. Its own policy forbids it to load anything. */
export function plotPage(view: PlotView, library: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(view.title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<h1>${escaped(view.title)}</h1>
<div id="legend"></div>
<div id="chart"></div>
<table id="orders" hidden><thead></thead><tbody></tbody></table>
<script type="application/json" id="data">${embedded(view)}</script>
<script>${library}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Whatever a topic is called, it cannot end the script that holds it. */
function embedded(view: PlotView): string {
  return JSON.stringify(view).replaceAll('<', '\\u003c');
}
