import { byId, clockText, element } from './dom.js';

const KEPT = 200;

/** The request log, newest first; an entry opens to what was sent, answered and signed. */
export class RequestList {
  #items = new Map();

  /** The id after which news is to be asked for: entries without an answer are asked for again. */
  get after() {
    const ids = [...this.#items.keys()];
    const waiting = [...this.#items.values()].find(({ request }) => request.status === undefined);
    return Math.max(0, waiting === undefined ? (ids.at(-1) ?? 0) : waiting.request.id - 1);
  }

  take(requests) {
    const log = byId('log');
    for (const request of requests) {
      const known = this.#items.get(request.id);
      if (known !== undefined && known.request.status === request.status) continue;
      const item = itemOf(request);
      if (known === undefined) log.prepend(item);
      else known.item.replaceWith(item);
      this.#items.set(request.id, { request, item });
    }
    for (const [id, { item }] of this.#items) {
      if (this.#items.size <= KEPT) break;
      item.remove();
      this.#items.delete(id);
    }
    this.filter();
  }

  filter() {
    const onlyRefused = byId('refused').checked;
    for (const { request, item } of this.#items.values())
      item.hidden = onlyRefused && request.signature?.ok !== false;
  }
}

function itemOf(request) {
  const details = element('details', {}, element('summary', {}, ...summaryOf(request)));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(bodyOf(request));
  });
  return element('li', {}, details);
}

function summaryOf({ id, at, method, path, status, detail, signature, faults }) {
  const isGood = status !== undefined && status < 400;
  const refused = signature?.ok === false ? ' signature refused' : '';
  return [
    element('span', { className: 'quiet' }, `${clockText(at).slice(11)} #${id} `),
    `${method} ${path} → `,
    element('span', { className: isGood ? 'up' : 'down' }, String(status ?? 'no answer')),
    `${refused}${detail === undefined ? '' : `: ${detail}`}${faults.length === 0 ? '' : ` [${faults.join(', ')}]`}`,
  ];
}

function bodyOf({ query, headers, body, answer, signature, endpoint }) {
  const parts = [element('p', { className: 'quiet' }, `Endpoint: ${endpoint ?? 'none of this venue'}`)];
  if (signature !== undefined) parts.push(...signatureOf(signature));
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  parts.push(...titled('Query', query), ...titled('Headers', head.join('\n')), ...titled('Body', body));
  parts.push(...titled('Answer', answer ?? ''));
  return element('div', {}, ...parts);
}

function signatureOf({ ok, reason, expectedPayload, seeminglySigned }) {
  const words = ok ? 'Signature accepted' : `Signature refused: ${reason}`;
  const parts = [element('p', { className: ok ? 'up' : 'down' }, words)];
  if (expectedPayload === undefined) return parts;
  if (ok) return [...parts, ...titled('Signed', expectedPayload)];
  const theirs = seeminglySigned?.payload;
  const client =
    theirs === undefined
      ? [element('p', {}, 'None of the usual mistakes gives this signature. Is the secret the right one?')]
      : [marked(theirs, expectedPayload), element('p', {}, `What differs: ${seeminglySigned.difference}`)];
  return [
    ...parts,
    element(
      'div',
      { className: 'signed' },
      element('div', {}, element('h3', {}, 'The venue signs'), marked(expectedPayload, theirs)),
      element('div', {}, element('h3', {}, 'The client seems to have signed'), ...client),
    ),
  ];
}

/** Marks what stands between the common beginning and the common end. */
function marked(text, other) {
  if (other === undefined || text === other) return element('pre', {}, text);
  const most = Math.min(text.length, other.length);
  let start = 0;
  while (start < most && text[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === other.at(-1 - end)) end += 1;
  const differing = text.slice(start, text.length - end);
  return element(
    'pre',
    {},
    text.slice(0, start),
    ...(differing === '' ? [] : [element('mark', {}, differing)]),
    text.slice(text.length - end),
  );
}

function titled(title, text) {
  return text === '' ? [] : [element('h3', {}, title), element('pre', {}, text)];
}
