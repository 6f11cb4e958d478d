export function byId(id) {
  return document.getElementById(id);
}

/** An element with properties and children. What clients sent is only ever text: nothing is parsed as HTML. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A table's row; a cell is text, or an array: the text and a class, or an element. */
export function row(cells) {
  return element('tr', {}, ...cells.map(cell));
}

function cell(content) {
  if (content instanceof Node) return element('td', {}, content);
  const [text, className = ''] = Array.isArray(content) ? content : [content];
  return element('td', { className }, String(text ?? ''));
}

const shown = new WeakMap();

/** Shows new content, if it is new, and leaves the focus where it was. */
export function show(holder, data, build) {
  const text = JSON.stringify(data);
  if (shown.get(holder) === text) return;
  shown.set(holder, text);
  const focused = holder.contains(document.activeElement)
    ? document.activeElement.getAttribute('aria-label')
    : null;
  holder.replaceChildren(...build(data));
  if (focused === null) return;
  const again = [...holder.querySelectorAll('[aria-label]')].find(
    (one) => one.getAttribute('aria-label') === focused,
  );
  again?.focus();
}

/** Fills a choice; `first` is chosen where it is among the values. */
export function options(select, values, first) {
  show(select, values, (list) =>
    list.map((value) => element('option', { value, selected: value === first }, value)),
  );
}

export function clockText(ms) {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}
