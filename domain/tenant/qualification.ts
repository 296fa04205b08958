/** Kinds of customer for which a vendor has special terms (requirement B33). */
export const qualifications = ['none', 'education', 'government_community', 'non_profit'] as const;
export type Qualification = (typeof qualifications)[number];

/** Of an education customer: a school, or a university. */
export const educationSegments = ['k12', 'higher_education'] as const;
export type EducationSegment = (typeof educationSegments)[number];

/** Where the only customers are whom the vendor takes into its cloud for governments. */
export const governmentCloudCountry = 'US';

/** What the vendor wants to know besides, by the kind: an education's segment (and its website), the validation code that a government got. */
export interface QualificationFacts {
  readonly educationSegment?: EducationSegment | undefined;
  readonly website?: string | undefined;
  readonly validationCode?: string | undefined;
}

/** The facts that belong to a qualification, without those that were typed for another. */
export const factsOf = (
  qualification: Qualification,
  { educationSegment, website, validationCode }: QualificationFacts,
): QualificationFacts => {
  if (qualification === 'education') return { educationSegment, website };
  return qualification === 'government_community' ? { validationCode } : {};
};

/**
 * True for what nobody but the vendor can give a new account: it vets non-profit organisations itself, and an account that it has
 * vetted is named as an existing one. From Microsoft's "Update a customer's qualifications": `Nonprofit` can't be set.
 */
export const isVettedByVendor = (qualification: string): boolean => qualification === 'non_profit';
