import { foundation } from './foundation/suite.js';
import { people } from './people/suite.js';
import { promise } from './promise/suite.js';
import { purchase } from './purchase/suite.js';
import type { Suite } from './suite.js';

/** Every suite by its name, in the order in which all of them run. */
export const suites: Readonly<Record<string, Suite>> = { foundation, people, purchase, promise };
