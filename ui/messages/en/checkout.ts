import { states } from '../../../domain/words/en/states.js';
import { formatNumber, plural } from '../../format/numbers.js';

interface Promised {
  readonly amount: string;
  readonly onAccount: boolean;
  readonly card: string;
  readonly newTenant: string | undefined;
}

export const messages = {
  title: 'Checkout',
  stepsLabel: 'Steps',
  summary: 'Your purchase',
  steps: { tenant: 'Account at Microsoft', payment: 'Payment', review: 'Review' },
  next: { tenant: 'Choose how to pay', payment: 'Review', review: 'Buy' },
  back: 'Back',
  toCart: 'Back to the cart',
  buy: (amount: string) => `Buy ${amount}`,
  tenant: {
    label: 'For which account at Microsoft are the licences?',
    new: 'Create a new Microsoft CSP end-customer account',
    newDetail: 'A new domain at onmicrosoft.com; ready within minutes.',
    existing: 'Use an existing CSP end-customer account',
    existingDetail: 'The company has a tenant at Microsoft already.',
    knownDetail: (services: number) =>
      services === 0
        ? 'Ready at Microsoft, without services so far'
        : plural(services, { one: '1 service', other: `${formatNumber(services)} services` }),
    prefix: 'Tenant domain',
    prefixHint: 'Letters, digits and hyphens, 27 at most. It can’t be changed later.',
    domain: 'Tenant domain',
    domainHint: 'The domain of the account, such as contoso.onmicrosoft.com.',
    free: 'Free',
    found: 'Found, and you may buy for it',
    proof: {
      title: 'Is the account yours?',
      text: 'Before we sell for an account, its owner has to agree. Either way, ask again afterwards.',
      record: 'Add this TXT record to the domain:',
      mailbox: 'Or have its administrator asked by mail at',
      ask: 'Ask by mail',
      asked: (address: string) => `A mail with a link is on its way to ${address}.`,
      again: 'Check again',
    },
    checking: 'Asking Microsoft…',
    unchecked: 'Microsoft doesn’t answer just now; it is checked when you buy.',
    qualification: 'Special qualification',
    qualificationHint: 'Microsoft checks it; prices and products may differ.',
    qualifications: {
      none: 'None',
      education: 'Education',
      government_community: 'Government community',
      non_profit: 'Non-profit',
    } as Record<string, string>,
    educationSegment: 'Kind of institution',
    educationSegments: { k12: 'School', higher_education: 'University or college' } as Record<string, string>,
    choose: 'Choose…',
    website: 'Website of the institution',
    websiteHint: 'Its own domain, such as school.edu: Microsoft looks there. May be left empty.',
    validationCode: 'Validation code',
    validationCodeHint: 'Microsoft gives it to institutions of the United States that it has validated.',
    companyGroup: 'Company',
    company: 'Company name',
    addressGroup: 'Address',
    address: {
      line1: 'Street and number',
      city: 'City',
      state: 'State, region or province',
      postalCode: 'Postal code',
      country: 'Country',
    },
    contactGroup: 'Contact',
    person: { firstName: 'First name', lastName: 'Last name', email: 'E-mail', phone: 'Phone' },
    agreementGroup: 'Microsoft Customer Agreement',
    agreementText: 'Somebody who may sign for the company accepts it. Name, e-mail, phone and the date go to Microsoft.',
    accept: (name: string) => (name === '' ? 'The agreement is accepted' : `${name} accepts the agreement for the company`),
    readAgreement: 'Read the agreement at Microsoft',
    signedBy: 'Agreement accepted by',
  },
  payment: {
    label: 'How do you pay?',
    account: states.paymentMethod.account,
    left: (left: string, limit: string, enough: boolean) =>
      enough ? `${left} of ${limit} credit left` : `${left} of ${limit} credit left: not enough for this purchase`,
    noCredit: 'No credit has been agreed with your reseller.',
    card: (brand: string, last4: string) => `${brand} ending in ${last4}`,
    expires: (date: string) => `Expires ${date}`,
    expired: 'Expired',
    noCards: 'The card processor doesn’t answer, so saved cards can’t be shown. Try again in a moment, or pay on account.',
    add: 'Add a card',
    addHint: 'Opens the card processor’s page and leads back here. What you filled in is kept.',
  },
  review: {
    services: 'Services',
    amounts: 'Amounts',
    edit: 'Change',
    reference: 'Your reference',
    referenceHint: 'Such as an order number of yours; it is shown with the order.',
    promise: (p: Promised): string => {
      const hold = p.onAccount ? `${p.amount} of your credit is reserved` : `${p.amount} is held on ${p.card === '' ? 'the card' : p.card}`;
      const account = p.newTenant === undefined ? '' : `, the account ${p.newTenant} is created at Microsoft`;
      return `When you press Buy, ${hold}${account} and the services are ordered. You are charged only for what is set up.`;
    },
  },
};
