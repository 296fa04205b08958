import type { EducationSegment, Qualification, QualificationFacts } from '../../domain/tenant/qualification.js';
import type { PartnerApi } from './partner-api.js';
import { partnerQualification, partnerQualifications, type PartnerQualification } from './resources.js';
import { same } from './same-text.js';
import { failWith, finalDetailOf } from './translate-refusal.js';

type SpecialQualification = Exclude<Qualification, 'none'>;

/** What the vendor calls them. `non_profit` can be read and not be set: who is one is vetted by the vendor itself. */
const NAMES: Readonly<Record<SpecialQualification, string>> = {
  education: 'Education',
  government_community: 'GovernmentCommunityCloud',
  non_profit: 'NonProfit',
};

const SEGMENTS: Readonly<Record<EducationSegment, string>> = { k12: 'K12', higher_education: 'HigherEducation' };

const asked = (name: string, { educationSegment, website, validationCode }: QualificationFacts) => ({
  qualification: name,
  ...(educationSegment ? { educationSegment: SEGMENTS[educationSegment] } : {}),
  ...(website ? { website } : {}),
  ...(validationCode ? { validationCode } : {}),
});

/** Gives a customer a special qualification, unless it has it; refuses when the vendor denies it. One that is still in review is taken. */
export const createQualifications = (api: PartnerApi) => {
  const set = async (path: string, name: string, facts: QualificationFacts): Promise<PartnerQualification> => {
    try {
      return await api.call('POST', path, partnerQualification, { body: asked(name, facts) });
    } catch (error) {
      const refusal = finalDetailOf(error);
      throw refusal ? failWith('tenant_not_eligible', (error as Error).message, refusal) : error;
    }
  };
  return async (accountRef: string, qualification: SpecialQualification, facts: QualificationFacts = {}): Promise<void> => {
    const path = `/v1/customers/${accountRef}/qualifications`;
    const name = NAMES[qualification];
    const known = await api.call('GET', path, partnerQualifications);
    const mine = known.find((each) => same(each.qualification, name)) ?? (await set(path, name, facts));
    if (same(mine.vettingStatus, 'Denied')) throw failWith('tenant_not_eligible', mine.vettingReason ?? 'denied');
  };
};
