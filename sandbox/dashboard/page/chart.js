import { CandlestickSeries, createChart } from './lightweight-charts.js';

/** The candle chart; its colours follow the page's. */
export class CandleChart {
  #holder;
  #chart;
  #series;
  #shown = '';

  constructor(holder) {
    this.#holder = holder;
    this.#chart = createChart(holder, {
      autoSize: true,
      timeScale: { timeVisible: true },
      // The attribution stands in the page's footer; the logo would need inline styles.
      layout: { attributionLogo: false },
    });
    this.#series = this.#chart.addSeries(CandlestickSeries);
    this.#paint();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#paint());
  }

  show(title, candles) {
    this.#series.setData(
      candles.map(({ timestamp, open, high, low, close }) => ({
        time: timestamp,
        open: Number(open),
        high: Number(high),
        low: Number(low),
        close: Number(close),
      })),
    );
    const last = candles.at(-1);
    const words =
      last === undefined
        ? 'no candles'
        : `last open ${last.open}, high ${last.high}, low ${last.low}, close ${last.close}`;
    this.#holder.setAttribute('aria-label', `${title}, ${candles.length} candles, ${words}`);
    if (this.#shown !== title) this.#chart.timeScale().fitContent();
    this.#shown = title;
  }

  #paint() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const lines = { color: colour('--line') };
    this.#chart.applyOptions({
      layout: { background: { color: colour('--panel') }, textColor: colour('--quiet') },
      grid: { vertLines: lines, horzLines: lines },
      timeScale: { borderColor: colour('--line') },
      rightPriceScale: { borderColor: colour('--line') },
    });
    const [up, down] = [colour('--up'), colour('--down')];
    this.#series.applyOptions({
      upColor: up,
      wickUpColor: up,
      borderUpColor: up,
      downColor: down,
      wickDownColor: down,
      borderDownColor: down,
    });
  }
}
