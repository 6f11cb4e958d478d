import type { EngineFill, EngineOrder } from '../engine/types.js';
import type { Fact, Facts } from './facts.js';

/** What a row says of one fill, worked out when it is read. */
export function fillFacts(fill: EngineFill, order: EngineOrder): Facts {
  return new FillFacts(fill, order);
}

class FillFacts implements Facts {
  readonly #fill: EngineFill;
  readonly #order: EngineOrder;

  constructor(fill: EngineFill, order: EngineOrder) {
    this.#fill = fill;
    this.#order = order;
  }

  get fill_id(): Fact {
    return this.#fill.tradeId;
  }

  get fill_sequence(): Fact {
    return this.#fill.sequence;
  }

  get fill_price(): Fact {
    return this.#fill.priceText;
  }

  get fill_size(): Fact {
    return this.#fill.sizeText;
  }

  get fill_quote(): Fact {
    return this.#fill.quoteText;
  }

  get fill_fee(): Fact {
    return this.#fill.feeText;
  }

  get fill_fee_asset(): Fact {
    return this.#fill.feeAsset;
  }

  get fill_side(): Fact {
    return this.#order.side;
  }

  get fill_fee_rate(): Fact {
    return this.#fill.feeRate;
  }

  get fill_at(): Fact {
    return this.#fill.at;
  }

  get is_maker(): Fact {
    return this.#fill.maker;
  }

  get is_buyer(): Fact {
    return this.#order.side === 'BUY';
  }
}
