import { failureFrom } from './client.js';

/** The faults of fields that an operation fails with, as "path: code"; anything else that it fails with, as its code alone. */
export const faultsOf = async (work: Promise<unknown>): Promise<string[]> => {
  const { code, issues } = await failureFrom(work);
  return code === 'input_invalid' ? issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`) : [code];
};
