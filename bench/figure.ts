/** One line of the bench's output. `ratio` is `value` over `against`; `aim` is what the ratio should be, where one was set. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'kB' | '1/s' | 'sigma' | 'events' | 'orders';
  /** What `value` is measured against, in the same unit: the same work done barely, in the same run; or a fixed limit. */
  readonly against: number;
  readonly aim: number | null;
  readonly better: 'lower' | 'higher';
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** The figure as its one line of JSON. */
export const lineOf = ({ name, value, unit, against, aim, better }: Figure): string =>
  JSON.stringify({ name, value: rounded(value), unit, against: rounded(against), ratio: rounded(value / against), aim, better });

/** Whether the aim is reached; undefined where none was set. */
export const reaches = ({ value, against, aim, better }: Figure): boolean | undefined => {
  if (aim === null) return undefined;
  const ratio = value / against;
  return better === 'lower' ? ratio <= aim : ratio >= aim;
};
