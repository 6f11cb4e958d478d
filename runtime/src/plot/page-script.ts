/** Runs in the browser, beside the chart library and the page's data. */
export const PAGE_SCRIPT = `
'use strict';
const view = JSON.parse(document.getElementById('data').textContent);
const { createChart, createSeriesMarkers, CandlestickSeries, LineSeries } = LightweightCharts;
const COLORS = ['#2962ff', '#ff6d00', '#00897b', '#8e24aa', '#6d4c41', '#546e7a', '#c2185b', '#afb42b'];
const MARKS = {
  placed: { shape: 'circle', color: '#78909c' },
  'part filled': { shape: 'square', color: '#43a047' },
  filled: { shape: '', color: '#1b5e20' },
  cancelled: { shape: 'circle', color: '#fb8c00' },
  rejected: { shape: 'circle', color: '#d50000' },
};

const panes = Math.max(0, ...view.lines.map((line) => line.pane));
const box = document.getElementById('chart');
box.style.height = 480 + 140 * panes + 'px';
const chart = createChart(box, {
  autoSize: true,
  timeScale: { timeVisible: true, secondsVisible: true },
  layout: { background: { color: '#ffffff' }, textColor: '#263238' },
});

let main;
if (view.candles.length > 0) {
  main = chart.addSeries(CandlestickSeries);
  main.setData(view.candles);
}
let mainTimes = view.candles.map((candle) => candle.time);
view.lines.forEach((line, index) => {
  const color = COLORS[index % COLORS.length];
  const series = chart.addSeries(LineSeries, { color, lineWidth: 2, priceLineVisible: false }, line.pane);
  series.setData(line.points);
  if (main === undefined && line.points.length > 0) {
    main = series;
    mainTimes = line.points.map((point) => point.time);
  }
  const entry = document.createElement('span');
  entry.textContent = line.topic;
  entry.style.borderColor = color;
  document.getElementById('legend').append(entry);
});

/** The bar in which it happened. */
function barOf(time) {
  let low = 0;
  let high = mainTimes.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (mainTimes[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return mainTimes[low];
}

if (main !== undefined) {
  const markers = view.marks.map((mark) => {
    const { shape, color } = MARKS[mark.event];
    const isBuy = mark.side === 'BUY';
    return {
      time: barOf(mark.time),
      position: isBuy ? 'belowBar' : 'aboveBar',
      shape: shape === '' ? (isBuy ? 'arrowUp' : 'arrowDown') : shape,
      color,
      text: mark.text,
    };
  });
  createSeriesMarkers(main, markers);
}
chart.timeScale().fitContent();

if (view.orders.length > 0) {
  const table = document.getElementById('orders');
  const fill = (section, tag, cells) => {
    const row = document.createElement('tr');
    for (const text of cells) {
      const cell = document.createElement(tag);
      cell.textContent = text;
      row.append(cell);
    }
    section.append(row);
  };
  fill(table.tHead, 'th', Object.keys(view.orders[0]));
  for (const order of view.orders) fill(table.tBodies[0], 'td', Object.values(order));
  table.hidden = false;
}
document.body.dataset.drawn = 'yes';
`;

export const PAGE_STYLE = `
body { margin: 1.5rem; font: 14px/1.4 system-ui, sans-serif; color: #263238; }
h1 { font-size: 1.2rem; margin: 0 0 0.5rem; }
#legend span { border-left: 0.8em solid; padding: 0 1em 0 0.4em; }
#chart { margin: 0.5rem 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid #cfd8dc; padding: 0.2rem 0.5rem; text-align: left; }
`;
