import type { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { AgreementSigner } from '../provisioning-vendor.js';
import type { PartnerApi } from './partner-api.js';
import { agreementTemplate } from './resources.js';
import { detailOf, failWith } from './translate-refusal.js';

const AGREEMENT_TYPE = 'MicrosoftCustomerAgreement';
const ALREADY_AGREED = 600_061;

/** The vendor's customer agreement: accepted in the name of a person (the same person's second time is done as well), and looked up. */
export const createAgreements = (api: PartnerApi) => {
  let templateId: Promise<string> | undefined;

  const readTemplateId = async (): Promise<string> => {
    const [newest] = await api.list(`/v1/agreements?agreementType=${AGREEMENT_TYPE}`, agreementTemplate);
    if (!newest) throw failWith('agreement_refused', `the vendor has no ${AGREEMENT_TYPE}`);
    return newest.templateId;
  };

  const accept = async (accountRef: string, { firstName, lastName, email, phone, agreedAt }: AgreementSigner): Promise<void> => {
    templateId ??= readTemplateId();
    templateId.catch(() => (templateId = undefined));
    const primaryContact = { firstName, lastName, email, phoneNumber: phone };
    const body = { primaryContact, templateId: await templateId, dateAgreed: agreedAt, type: AGREEMENT_TYPE };
    try {
      await api.call('POST', `/v1/customers/${accountRef}/agreements`, z.unknown(), { body });
    } catch (error) {
      const refusal = detailOf(error);
      if (refusal?.vendorCode === ALREADY_AGREED) return;
      const isOfAgreement = refusal && (error as ApplicationFailure).type === 'vendor_refused';
      throw isOfAgreement ? failWith('agreement_refused', (error as Error).message, refusal) : error;
    }
  };
  const hasAgreed = async (accountRef: string): Promise<boolean> => {
    const path = `/v1/customers/${accountRef}/agreements?agreementType=${AGREEMENT_TYPE}`;
    return (await api.list(path, z.unknown())).length > 0;
  };

  return { accept, hasAgreed };
};
