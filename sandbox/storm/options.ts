import { parseArgs } from 'node:util';
import { Problem } from '../problem.js';

export interface StormOptions {
  readonly seconds: number;
  readonly seed: number;
  /** How long everything may take to come to rest afterwards. */
  readonly settleSeconds: number;
  /** Where the data and the logs stay; removed afterwards where it isn't said. */
  readonly keepIn?: string;
}

const wholeNumber = (text: string, name: string, least: number, most: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Problem(`--${name} is ${text}, and must be a whole number from ${least} to ${most}.`);
};

export function readStormOptions(args: string[]): StormOptions {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '120' },
      seed: { type: 'string', default: '7' },
      settle: { type: 'string', default: '240' },
      keep: { type: 'string' },
    },
  });
  return {
    seconds: wholeNumber(values.seconds, 'seconds', 5, 3_600),
    seed: wholeNumber(values.seed, 'seed', 0, 2 ** 31),
    settleSeconds: wholeNumber(values.settle, 'settle', 10, 3_600),
    ...(values.keep ? { keepIn: values.keep } : {}),
  };
}
