import { call } from './api.js';
import { CandleChart } from './chart.js';
import { byId, clockText, element, options, show } from './dom.js';
import { showRules, wireFaults } from './faults.js';
import { RequestList } from './requests.js';
import { showBalances, showBook, showFills, showOrders } from './tables.js';

const REFRESH_MS = 1000;
const CANDLES = 300;

const chart = new CandleChart(byId('chart'));
const requests = new RequestList();
let timer;
let refreshing = Promise.resolve();

wireFaults(attempt);
byId('refused').addEventListener('change', () => requests.filter());
byId('symbol').addEventListener('change', refresh);
byId('interval').addEventListener('change', refresh);
byId('speed').addEventListener('change', () =>
  attempt(() => call('POST', '/clock/speed', { speed: Number(byId('speed').value) })),
);
for (const button of document.querySelectorAll('[data-advance]')) {
  button.addEventListener('click', () =>
    attempt(() => call('POST', '/clock/advance', { ms: Number(button.dataset.advance) })),
  );
}
document.addEventListener('visibilitychange', refresh);
await refresh();

/** Does what the user asked for, says in one line what went wrong, and shows what has changed. */
async function attempt(action) {
  try {
    await action();
    byId('message').textContent = '';
  } catch (error) {
    byId('message').textContent = error.message;
    return;
  }
  await refresh();
}

/** One at a time; the next one comes by itself while the page is seen. */
function refresh() {
  clearTimeout(timer);
  refreshing = refreshing.then(update).then(
    () => byId('message').classList.remove('lost'),
    (error) => {
      byId('message').textContent = `The sandbox does not answer: ${error.message}`;
      byId('message').classList.add('lost');
    },
  );
  return refreshing.then(() => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(refresh, REFRESH_MS);
  });
}

async function update() {
  const [state, faults, fills, news] = await Promise.all([
    call('GET', '/state'),
    call('GET', '/faults'),
    call('GET', '/fills?limit=50'),
    call('GET', `/requests?limit=100&after=${requests.after}`),
  ]);
  if (byId('message').classList.contains('lost')) byId('message').textContent = '';
  showState(state);
  showRules(faults.rules, attempt);
  showFills(fills);
  requests.take(news);
  const [symbol, interval] = [byId('symbol').value, byId('interval').value];
  const query = new URLSearchParams({ symbol, interval, limit: CANDLES });
  chart.show(`${symbol} ${interval}`, await call('GET', `/candles?${query}`));
}

function showState(state) {
  document.title = `${state.venue} sandbox`;
  byId('venue').textContent = `${state.venue} sandbox`;
  byId('time').textContent = clockText(state.now);
  options(byId('symbol'), state.symbols);
  options(byId('interval'), state.intervals, '1m');
  show(byId('endpoints'), state.endpoints, (names) =>
    ['*', ...names].map((value) => element('option', { value })),
  );
  showSpeed(byId('speed'), String(state.speed));
  showBook(state.books[byId('symbol').value]);
  showBalances(state.balances);
  showOrders(state.open_orders, (what, { orderId }) =>
    attempt(() => call('POST', `/orders/${orderId}/${what}`, {})),
  );
}

function showSpeed(select, speed) {
  if (document.activeElement === select) return;
  if (![...select.options].some(({ value }) => value === speed))
    select.append(element('option', { value: speed }, `${speed} ×`));
  select.value = speed;
}
