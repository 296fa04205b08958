import type { Report } from '../sandbox/report.js';
import type { Figure } from './figure.js';
import type { Stops } from './stops.js';

/** What a suite is given. */
export interface Bench {
  /** Progress; standard output is for figures alone. */
  readonly report: Report;
  /** Everything that a suite starts or writes is registered here as soon as it is there. */
  readonly stops: Stops;
  /** A look whether all of it works, on little data; its figures say nothing. */
  readonly quick: boolean;
  readonly print: (figure: Figure) => void;
}

export type Suite = (bench: Bench) => Promise<void>;
