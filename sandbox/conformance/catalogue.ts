import type { Check } from './check.js';
import { C08 } from './checks/config/formats.js';
import { S01, S02, S08 } from './checks/static/folder.js';
import { S03, S04, S05, S07 } from './checks/static/sources.js';
import { C01, C02 } from './checks/config/missing.js';
import { C03, C04, C05, C07, C06 } from './checks/config/values.js';
import { L01, L02, L03, L09, L10 } from './checks/lifecycle/connect.js';
import { L04, L05, L06, L07, L08 } from './checks/lifecycle/disconnect.js';
import { L11 } from './checks/lifecycle/stream-token.js';
import { D05, D06, D14, D19 } from './checks/candles/delivery.js';
import { D09, D10, D11, D12, D16 } from './checks/candles/disorder.js';
import { D17, D18 } from './checks/candles/gaps.js';
import { D07, D08, D20 } from './checks/candles/interruptions.js';
import { D13 } from './checks/candles/keep-alive.js';
import { D15 } from './checks/candles/markets.js';
import { D01, D02, D03, D04 } from './checks/candles/values.js';
import { O01, O02, O03, O04, O05 } from './checks/orders/accepted.js';
import { O13, O14, O15, O16, O26, O35, O44 } from './checks/orders/cancels.js';
import { O09, O27 } from './checks/orders/client-ids.js';
import { O33 } from './checks/orders/errors-inside.js';
import { O19, O20, O37 } from './checks/orders/event-disorder.js';
import { O38 } from './checks/orders/fault-matrix.js';
import { O10, O11, O12, O18, O31 } from './checks/orders/fills.js';
import { O06, O07, O34 } from './checks/orders/grid.js';
import { O24, O25 } from './checks/orders/limits-and-clock.js';
import { O21, O22, O23, O36, O32 } from './checks/orders/lost-answers.js';
import { O42, O43 } from './checks/orders/pages.js';
import { O08, O17, O28, O29 } from './checks/orders/refused.js';
import { O30 } from './checks/orders/restart.js';
import { O39, O40, O41 } from './checks/orders/stream-tokens.js';
import { O45 } from './checks/orders/unknown-outcome.js';
import { B05 } from './checks/wallet/asset-names.js';
import { B01, B02, B03, B04, B06, B07 } from './checks/wallet/balances.js';
import { F01, F02, F03 } from './checks/wallet/fees.js';
import { R01, R02, R05 } from './checks/limits/bursts.js';
import { R04 } from './checks/limits/storm.js';
import { R03 } from './checks/limits/weights.js';
import { X06, X07 } from './checks/security/answers.js';
import { X03 } from './checks/security/certificates.js';
import { X08 } from './checks/security/hosts.js';
import { X04 } from './checks/security/nonces.js';
import { X02, X05 } from './checks/security/secrecy.js';
import { X01 } from './checks/security/signatures.js';
import { P02 } from './checks/state/crash.js';
import { K03 } from './checks/state/event-loop.js';
import { K02 } from './checks/state/memory.js';
import { P03, P04 } from './checks/state/plots.js';
import { P01, K01 } from './checks/state/resources.js';

/** Every check, in the order in which it is run and reported. */
export const CHECKS: readonly Check[] = [
  S01,
  S02,
  S03,
  S04,
  S05,
  S07,
  S08,
  C01,
  C02,
  C03,
  C04,
  C05,
  C06,
  C07,
  C08,
  L01,
  L02,
  L03,
  L04,
  L05,
  L06,
  L07,
  L08,
  L09,
  L10,
  L11,
  D01,
  D02,
  D03,
  D04,
  D05,
  D06,
  D07,
  D08,
  D09,
  D10,
  D11,
  D12,
  D13,
  D14,
  D15,
  D16,
  D17,
  D18,
  D19,
  D20,
  O01,
  O02,
  O03,
  O04,
  O05,
  O06,
  O07,
  O08,
  O09,
  O10,
  O11,
  O12,
  O13,
  O14,
  O15,
  O16,
  O17,
  O18,
  O19,
  O20,
  O21,
  O22,
  O23,
  O24,
  O25,
  O26,
  O27,
  O28,
  O29,
  O30,
  O31,
  O32,
  O33,
  O34,
  O35,
  O36,
  O37,
  O38,
  O39,
  O40,
  O41,
  O42,
  O43,
  O44,
  O45,
  B01,
  B02,
  B03,
  B04,
  B05,
  B06,
  B07,
  F01,
  F02,
  F03,
  R01,
  R02,
  R03,
  R04,
  R05,
  X01,
  X02,
  X03,
  X04,
  X05,
  X06,
  X07,
  X08,
  P01,
  P02,
  P03,
  P04,
  K01,
  K02,
  K03,
];
