/** Kinds of customer for which a vendor has special terms (requirement B33). */
export const qualifications = ['none', 'education', 'government_community', 'non_profit'] as const;
export type Qualification = (typeof qualifications)[number];

/**
 * True for what nobody but the vendor can give a new account: it vets non-profit organisations itself, and an account that it has
 * vetted is named as an existing one. From Microsoft's "Update a customer's qualifications": `Nonprofit` can't be set.
 */
export const isVettedByVendor = (qualification: string): boolean => qualification === 'non_profit';
