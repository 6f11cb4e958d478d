import { INTERVAL_SECONDS } from '../../venues/index.js';

/** A venue's words for intervals → `1m=1min 1h=1hour`; nothing where they are no intervals. */
export function intervalsText(words: readonly string[]): string | undefined {
  const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number);
  // Numbers alone are seconds where every one is a minute or more, else minutes.
  const perUnit =
    numbers.length > 0 &&
    numbers.every((value) => value % 60 === 0 && value >= 60) &&
    numbers.some((value) => value !== 60 && value !== 240 && value !== 120) &&
    !words.includes('1')
      ? 1
      : 60;
  const known = Object.entries(INTERVAL_SECONDS).flatMap(([ours, seconds]) => {
    const theirs = words.find(
      (word) => (/^\d+$/.test(word) ? Number(word) * perUnit : secondsOfWord(word)) === seconds,
    );
    return theirs === undefined ? [] : [`${ours}=${theirs}`];
  });
  return known.length === 0 ? undefined : known.join(' ');
}

/** `1m`, `5min`, `60MIN`, `1Hour`, `MINUTE_5`, `FIVE_MINUTE`, `H4` → seconds; a month has no fixed length. */
export function secondsOfWord(word: string): number | undefined {
  const [, count, unit] =
    /^(\d+|one|two|three|four|five|six|eight|twelve|fifteen|thirty)?[-_ ]?([a-z]+)$/i.exec(word) ?? [];
  const [, unitFirst, countLast] = /^([a-z]+)[-_ ]?(\d+)$/i.exec(word) ?? [];
  const per = perUnitOf(unit ?? unitFirst ?? '');
  const number = count ?? countLast;
  if (per === undefined || (number === undefined && (unit ?? '').length < 3)) return undefined;
  return per * (WORDS[(number ?? '1').toLowerCase()] ?? Number(number ?? 1));
}

function perUnitOf(unit: string): number | undefined {
  // `1M` is a month, except where it stands before its number: `M5`.
  return UNITS[unit === 'M' ? 'month' : unit.toLowerCase()];
}

const UNITS: Readonly<Record<string, number>> = {
  ...units(1, 's sec secs second seconds'),
  ...units(60, 'm min mins minute minutes'),
  ...units(3600, 'h hr hrs hour hours'),
  ...units(86_400, 'd day days daily'),
  ...units(604_800, 'w week weeks weekly'),
};

function units(seconds: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, seconds]));
}

const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  eight: 8,
  twelve: 12,
  fifteen: 15,
  thirty: 30,
};
