/** Kinds of customer for which a vendor has special terms (requirement B33). */
export const qualifications = ['none', 'education', 'government_community', 'non_profit'] as const;
export type Qualification = (typeof qualifications)[number];
