import { demoAccounts } from '../../prisma/demo-accounts.js';
import type { Settings } from '../../runtime/settings.js';

export type FactorSettings = Pick<Settings, 'NODE_ENV' | 'LICENZA_SANDBOX' | 'SECOND_FACTOR' | 'SECOND_FACTOR_GRACE_DAYS'>;

const demoNames = new Set(demoAccounts.map(({ loginName }) => loginName));

/** Whether second factors are required at all: unless the settings say otherwise, in production. */
export const areFactorsRequired = ({ SECOND_FACTOR, NODE_ENV }: FactorSettings): boolean =>
  SECOND_FACTOR === '' ? NODE_ENV === 'production' : SECOND_FACTOR === 'required';

/** Whether one may be required of whoever signs in by this name: never of the demo people, whose passwords everybody knows. */
export const isFactorRequired = (settings: FactorSettings, loginName: string): boolean =>
  areFactorsRequired(settings) && !(settings.LICENZA_SANDBOX && demoNames.has(loginName));
