import { decimalText } from 'ats-runtime';
import {
  isRecord,
  renderTemplate,
  type Condition,
  type ParameterValue,
  type VenueDescription,
} from '../../venues/index.js';
import type { EngineOrder } from '../engine/types.js';
import { conditionals } from './bind-parameters.js';
import { isTemplateList, isTemplateRecord } from './template-kinds.js';

/**
 * A parameter of the order's placement as the venue repeats it: what the client wrote, with the order's present values.
 * Of an order that no client's request placed it is what our own would send. `undefined`: the request did not have it.
 */
export function sentParameter(
  description: VenueDescription,
  name: string,
  order: EngineOrder,
  words: OrderWords,
): unknown {
  const own = ownParameter(description, name, { order, words });
  if (order.sent === undefined) return own;
  const written = order.sent[name];
  return written === undefined ? undefined : withPresent(written, own);
}

/** What an order's words are at the venue. */
interface OrderWords {
  timeInForceText(order: EngineOrder): string;
}

interface Shown {
  readonly order: EngineOrder;
  readonly words: OrderWords;
}

/** Which parameters of an order's request the venue repeats later on. */
export function repeatedNames({ endpoints, serves }: VenueDescription): readonly string[] {
  const rows = [...Object.values(endpoints), ...serves].map((endpoint) => endpoint?.response);
  const names = rows
    .flatMap((each) => Object.values(each?.also ?? {}))
    .flatMap((what) => (typeof what === 'object' && 'sent' in what ? [what.sent] : []));
  return [...new Set(names)];
}

/** An amendment changes what stands inside; members that no template has stay as they were written. */
function withPresent(written: unknown, own: unknown): unknown {
  if (!isRecord(written)) return written;
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => {
      const present = isRecord(own) ? own[name] : undefined;
      if (isRecord(value)) return [name, withPresent(value, present)];
      return [name, present ?? value];
    }),
  );
}

/** The choice that is this order's, with its values. */
function ownParameter({ endpoints }: VenueDescription, name: string, shown: Shown): unknown {
  const { accepts, params } = endpoints.place_order ?? {};
  // What other clients send is the narrower of the two.
  for (const template of [accepts?.[name], params?.[name]]) {
    const sent = template === undefined ? undefined : render(template, shown);
    if (sent !== undefined) return sent;
  }
  return undefined;
}

/** `undefined` where the order has no such value. */
function render(template: ParameterValue, shown: Shown): unknown {
  if (typeof template === 'string')
    return renderTemplate(template, (placeholder) => TEXTS[placeholder.name]?.(shown));
  const choices = conditionals(template);
  if (choices !== undefined) {
    const fitting = choices.filter(({ when }) => isWhen(shown.order, when));
    return fitting.map(({ value }) => render(value, shown)).find((sent) => sent !== undefined);
  }
  if (isTemplateList(template)) return complete(template.map((part) => render(part, shown)));
  if (!isTemplateRecord(template)) return template;
  const entries = Object.entries(template).map(([key, part]) => [key, render(part, shown)] as const);
  return complete(entries.map(([, value]) => value)) && Object.fromEntries(entries);
}

const TEXTS: Readonly<Record<string, (shown: Shown) => string | undefined>> = {
  size: ({ order: { size, quoteSize } }) => (quoteSize === undefined ? decimalText(size) : undefined),
  quote_size: ({ order: { quoteSize } }) => quoteSize && decimalText(quoteSize),
  price: ({ order: { price } }) => price && decimalText(price),
  client_order_id: ({ order }) => order.clientOrderId,
  time_in_force: ({ order, words }) => words.timeInForceText(order),
};

function isWhen(order: EngineOrder, when: Condition): boolean {
  const words: readonly string[] = [order.type, order.side, order.timeInForce].map((word) =>
    word.toLowerCase(),
  );
  const [type, ...others] = when.split('_');
  if (when === 'otherwise') return true;
  return words.includes(type ?? '') && (others.length === 0 || words.includes(others.join('_')));
}

function complete(values: readonly unknown[]): readonly unknown[] | undefined {
  return values.includes(undefined) ? undefined : values;
}
