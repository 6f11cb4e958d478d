import type { ExchangeConfig } from '../base-exchange.js';
import { checkConfig, type ConfigFields } from '../config/check-config.js';
import { Instrument } from '../data/instrument.js';
import type { MarketSymbol } from '../data/market-symbol.js';
import { parseDecimal, type DecimalInput } from '../decimal.js';
import { ConfigValidationException } from '../exceptions.js';
import { readBrokerRules, type FeeRates } from './broker-options.js';

/** What every exchange with simulated fills takes besides the common keys. */
export interface SimulatedConfig extends ExchangeConfig {
  /** What the account holds at the start, by asset; decimal texts or numbers. */
  readonly balances?: Readonly<Record<string, DecimalInput>>;
  /** Fractions. Default: 0.001 each, as in the contract's paper-trading example. */
  readonly fees?: FeeRates;
  /** By what fraction market orders fill worse than the market's price. Default: 0. */
  readonly slippage?: number;
  /** The part of a candle's volume that orders can fill, above 0 and up to 1. Default: no bound. */
  readonly volume_share?: number;
  /** The market's grid and bounds, decimal texts or numbers above 0; what is not given does not hold. */
  readonly tick_size?: DecimalInput;
  readonly step_size?: DecimalInput;
  /** In the base asset. */
  readonly min_size?: DecimalInput;
  /** The least price × size, in the quote asset. */
  readonly min_notional?: DecimalInput;
}

export const DEFAULT_FEES: FeeRates = { maker: '0.001', taker: '0.001' };

/** Throws a ConfigValidationException where the value of a key is not usable. */
export type ValueCheck = (value: unknown) => void;

export interface SimulatedConfigRules {
  /** The exchange's own keys that take one text, number or flag. */
  readonly fields?: ConfigFields;
  /** The exchange's own keys that need a closer look. */
  readonly checks?: Readonly<Record<string, ValueCheck>>;
  /** Which of those, or of the keys of SimulatedConfig, have to be there. */
  readonly required?: readonly string[];
}

/** Checks the common keys, those of SimulatedConfig and the exchange's own. One ConfigValidationException tells all faults. */
export function checkSimulatedConfig(
  config: Readonly<Record<string, unknown>>,
  { fields = {}, checks: own = {}, required = [] }: SimulatedConfigRules,
): void {
  const checks = { ...CHECKS, ...own };
  const checked = Object.entries(checks).filter(([key]) => config[key] !== undefined);
  // Named among the fields, so that a misspelt one is told with its right name and a missing one at all.
  const named: ConfigFields = Object.fromEntries(
    Object.keys(checks).map((key) => [
      key,
      config[key] === undefined && required.includes(key) ? 'text' : 'text?',
    ]),
  );
  const plain = Object.fromEntries(Object.entries(config).filter(([key]) => !Object.hasOwn(checks, key)));
  const faults = [
    ...faultsOf(() => checkConfig(plain, { ...named, ...fields })),
    ...checked.flatMap(([key, check]) => faultsOf(() => check(config[key]))),
  ];
  if (faults.length > 0) throw new ConfigValidationException(faults.join('; '));
}

/** The market that the configuration describes; undefined where it says nothing of it. */
export function configuredInstrument(symbol: MarketSymbol, config: SimulatedConfig): Instrument | undefined {
  const { tick_size: tickSize, step_size: stepSize, min_size: minSize, min_notional: minNotional } = config;
  const rules = { tickSize, stepSize, minSize, minNotional };
  return Object.values(rules).every((rule) => rule === undefined)
    ? undefined
    : new Instrument({ symbol, ...rules });
}

/** The value as a mapping. Throws ConfigValidationException where it is none. */
export function mappingOf(key: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ConfigValidationException(`${key}: must be a mapping`);
}

const CHECKS: Readonly<Record<string, ValueCheck>> = {
  balances: (value) => void readBrokerRules({ balances: mappingOf('balances', value), fees: DEFAULT_FEES }),
  fees: (value) => {
    const { maker, taker, ...others } = mappingOf('fees', value);
    readBrokerRules({ balances: {}, fees: { maker, taker } });
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new ConfigValidationException(`fees.${unknown}: is neither maker nor taker`);
  },
  slippage: (slippage) => void readBrokerRules({ balances: {}, fees: DEFAULT_FEES, slippage }),
  volume_share: (volumeShare) => void readBrokerRules({ balances: {}, fees: DEFAULT_FEES, volumeShare }),
  tick_size: checkIncrement('tick_size'),
  step_size: checkIncrement('step_size'),
  min_size: checkIncrement('min_size'),
  min_notional: checkIncrement('min_notional'),
};

function checkIncrement(key: string): ValueCheck {
  return (value) => {
    if (parseDecimal(value)?.greaterThan(0) === true) return;
    throw new ConfigValidationException(`${key}: must be a number above 0, like 0.01`);
  };
}

function faultsOf(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ConfigValidationException) return [error.message];
    throw error;
  }
}
