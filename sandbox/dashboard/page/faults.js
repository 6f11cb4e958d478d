import { call } from './api.js';
import { byId, element, show } from './dom.js';

/** What can be added from the form: the amount's words, and the rule it makes. */
const KINDS = {
  delay: { amount: 'ms', fault: (ms) => ({ kind: 'delay', ms }) },
  jitter: { amount: 'up to ms', fault: (ms) => ({ kind: 'jitter', ms }) },
  status: { amount: 'status', value: 503, fault: (status) => ({ kind: 'status', status }) },
  'rate limit': {
    amount: 'retry after s',
    value: 1,
    fault: (retryAfter) => ({ kind: 'rate_limit', retryAfter }),
  },
  maintenance: { fault: () => ({ kind: 'maintenance' }) },
  'reset connection': { fault: () => ({ kind: 'reset' }) },
  'lost answer': { fault: () => ({ kind: 'drop_answer' }) },
  'HTML page': { fault: () => ({ kind: 'html' }) },
  'empty body': { spoils: true, fault: () => ({ kind: 'empty' }) },
  'truncated body': { spoils: true, fault: () => ({ kind: 'truncated' }) },
  'oversized body': {
    spoils: true,
    amount: 'bytes',
    value: 1_000_000,
    fault: (bytes) => ({ kind: 'oversized', bytes }),
  },
  'wrong content type': { spoils: true, fault: () => ({ kind: 'content_type' }) },
  'slow drip': { spoils: true, amount: 'ms a byte', fault: (everyMs) => ({ kind: 'slow_drip', everyMs }) },
  redirect: { address: true, fault: (to) => ({ kind: 'redirect', to }) },
  'clock skew': { amount: 'ms', value: 60_000, fault: (ms) => ({ kind: 'clock_skew', ms }) },
  'frame: lost': { stream: true, fault: () => ({ kind: 'lost' }) },
  'frame: twice': { stream: true, fault: () => ({ kind: 'duplicate' }) },
  'frame: malformed': { stream: true, fault: () => ({ kind: 'malformed' }) },
  'frame: out of order': { stream: true, fault: () => ({ kind: 'reorder' }) },
  'frame: late': { stream: true, amount: 'ms', fault: (ms) => ({ kind: 'frame_delay', ms }) },
  'frame: cut the socket': { stream: true, fault: () => ({ kind: 'cut' }) },
  'frame: silent from here': { stream: true, fault: () => ({ kind: 'silent' }) },
  'keep-alive: lost': { rule: { keepAlive: 'lost' } },
  'order event: before the answer': { rule: { orderEvents: 'before_answer' } },
  'order event: twice': { rule: { orderEvents: 'twice' } },
  'order event: lost': { rule: { orderEvents: 'lost' } },
  'cancel: filled just before': { rule: { orderEvents: 'fill_before_cancel' } },
};

/** Wires the form; `attempt` runs an action and shows what went wrong. */
export function wireFaults(attempt) {
  const form = byId('fault');
  form.kind.append(...Object.keys(KINDS).map((value) => element('option', { value }, value)));
  const adapt = () => {
    const {
      amount,
      value = 1000,
      stream = false,
      address = false,
      spoils = false,
      rule,
    } = KINDS[form.kind.value];
    byId('amount').hidden = amount === undefined;
    byId('amount').firstElementChild.textContent = amount ?? '';
    form.amount.value = value;
    // What spoils an answer needs one.
    form.phase.value = spoils ? 'after' : 'before';
    byId('address').hidden = !address;
    form.endpoint.disabled = stream || rule !== undefined;
    form.phase.disabled = stream || rule !== undefined;
  };
  form.kind.addEventListener('change', adapt);
  adapt();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(() => call('POST', '/faults', ruleOf(form)));
  });
  byId('clear').addEventListener('click', () => attempt(() => call('DELETE', '/faults')));
  byId('cut').addEventListener('click', () => attempt(() => call('POST', '/streams/cut', {})));
  byId('silence').addEventListener('click', () => attempt(() => silence(byId('silence'))));
}

export function showRules(rules, attempt) {
  show(byId('rules'), rules, (all) =>
    all.map(({ id, rule }) =>
      element(
        'li',
        {},
        `${ruleText(rule)} `,
        element(
          'button',
          {
            type: 'button',
            'aria-label': `Remove fault ${id}`,
            onclick: () => attempt(() => call('DELETE', `/faults/${id}`)),
          },
          'Remove',
        ),
      ),
    ),
  );
}

function ruleOf(form) {
  const { fault, stream = false, address = false, rule } = KINDS[form.kind.value];
  const times = form.times.value === '' ? {} : { times: Number(form.times.value) };
  if (rule !== undefined) return { ...rule, ...times };
  return {
    ...(stream ? { stream: '*' } : { endpoint: form.endpoint.value || '*', phase: form.phase.value }),
    fault: fault(address ? form.address.value : Number(form.amount.value)),
    ...times,
  };
}

function ruleText({ nth, times, probability, ...rule }) {
  const when = Object.entries({ nth, times, probability }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  return [whatAndWhere(rule), ...when].join(', ');
}

function whatAndWhere({ fault, orderEvents, keepAlive, endpoint = '*', stream, phase }) {
  if (orderEvents !== undefined) return `order events: ${orderEvents}`;
  if (keepAlive !== undefined) return `keep-alive: ${keepAlive}`;
  const { kind, ...values } = fault;
  const what = [kind, ...Object.entries(values).map(([name, value]) => `${name} ${value}`)].join(', ');
  if (stream !== undefined) return `${what}: ${stream} frames`;
  return `${what}: ${endpoint}${phase === undefined ? '' : `, ${phase}`}`;
}

async function silence(button) {
  const on = button.getAttribute('aria-pressed') !== 'true';
  await call('POST', '/streams/silence', { on });
  button.setAttribute('aria-pressed', String(on));
}
