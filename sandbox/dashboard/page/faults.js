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
  'empty body': { fault: () => ({ kind: 'empty' }) },
  'truncated body': { fault: () => ({ kind: 'truncated' }) },
  'oversized body': { amount: 'bytes', value: 1_000_000, fault: (bytes) => ({ kind: 'oversized', bytes }) },
  'wrong content type': { fault: () => ({ kind: 'content_type' }) },
  'slow drip': { amount: 'ms a byte', fault: (everyMs) => ({ kind: 'slow_drip', everyMs }) },
  'clock skew': { amount: 'ms', value: 60_000, fault: (ms) => ({ kind: 'clock_skew', ms }) },
  'frame: lost': { stream: true, fault: () => ({ kind: 'lost' }) },
  'frame: twice': { stream: true, fault: () => ({ kind: 'duplicate' }) },
  'frame: malformed': { stream: true, fault: () => ({ kind: 'malformed' }) },
  'frame: out of order': { stream: true, fault: () => ({ kind: 'reorder' }) },
  'frame: late': { stream: true, amount: 'ms', fault: (ms) => ({ kind: 'frame_delay', ms }) },
  'frame: cut the socket': { stream: true, fault: () => ({ kind: 'cut' }) },
};

/** Wires the form; `attempt` runs an action and shows what went wrong. */
export function wireFaults(attempt) {
  const form = byId('fault');
  form.kind.append(...Object.keys(KINDS).map((value) => element('option', { value }, value)));
  const adapt = () => {
    const { amount, value = 1000, stream = false } = KINDS[form.kind.value];
    byId('amount').hidden = amount === undefined;
    byId('amount').firstElementChild.textContent = amount ?? '';
    form.amount.value = value;
    form.endpoint.disabled = stream;
    form.phase.disabled = stream;
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
  const { fault, stream = false } = KINDS[form.kind.value];
  return {
    ...(stream ? { stream: '*' } : { endpoint: form.endpoint.value || '*', phase: form.phase.value }),
    fault: fault(Number(form.amount.value)),
    ...(form.times.value === '' ? {} : { times: Number(form.times.value) }),
  };
}

function ruleText({ fault, orderEvents, endpoint, stream, phase, nth, times, probability }) {
  const { kind, ...values } = fault ?? { kind: `order events ${orderEvents}` };
  const what = [kind, ...Object.entries(values).map(([name, value]) => `${name} ${value}`)].join(', ');
  const where = stream === undefined ? `${endpoint ?? '*'}, ${phase ?? 'before'}` : `${stream} frames`;
  const when = Object.entries({ nth, times, probability }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  return [`${what}: ${where}`, ...when].join(', ');
}

async function silence(button) {
  const on = button.getAttribute('aria-pressed') !== 'true';
  await call('POST', '/streams/silence', { on });
  button.setAttribute('aria-pressed', String(on));
}
