/** What a card does when it is charged, and whether it can be saved at all. */
export interface CardBehaviour {
  decline?: { code: string; decline_code?: string };
  /** The bank asks its holder before it agrees. */
  asksHolder?: boolean;
  /** A card that declines from the start can't be saved; one that declines later can. */
  savable: boolean;
}

interface TestCard extends CardBehaviour {
  number: string;
  brand: string;
  /** Stripe's name of the ready-made payment method, where there is one. */
  method?: string;
}

const declined = (decline_code: string) => ({ code: 'card_declined', decline_code });

/** Numbers and names as Stripe documents them for its test mode. */
const testCards: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', method: 'pm_card_visa', savable: true },
  { number: '5555555555554444', brand: 'mastercard', method: 'pm_card_mastercard', savable: true },
  { number: '378282246310005', brand: 'amex', method: 'pm_card_amex', savable: true },
  { number: '4000003800000008', brand: 'visa', method: 'pm_card_it', savable: true },
  {
    number: '4000000000000002',
    brand: 'visa',
    method: 'pm_card_visa_chargeDeclined',
    decline: declined('generic_decline'),
    savable: false,
  },
  {
    number: '4000000000009995',
    brand: 'visa',
    method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    decline: declined('insufficient_funds'),
    savable: false,
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    method: 'pm_card_chargeDeclinedExpiredCard',
    decline: { code: 'expired_card' },
    savable: false,
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    method: 'pm_card_chargeDeclinedIncorrectCvc',
    decline: { code: 'incorrect_cvc' },
    savable: false,
  },
  {
    number: '4000000000000119',
    brand: 'visa',
    method: 'pm_card_chargeDeclinedProcessingError',
    decline: { code: 'processing_error' },
    savable: false,
  },
  { number: '4000000000000341', brand: 'visa', method: 'pm_card_chargeCustomerFail', decline: declined('generic_decline'), savable: true },
  { number: '4000002500003155', brand: 'visa', method: 'pm_card_authenticationRequiredOnSetup', asksHolder: true, savable: true },
  { number: '4000002760003184', brand: 'visa', method: 'pm_card_authenticationRequired', asksHolder: true, savable: true },
  {
    number: '4000008260003178',
    brand: 'visa',
    method: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds',
    asksHolder: true,
    decline: declined('insufficient_funds'),
    savable: true,
  },
];

const aliases: Readonly<Record<string, string>> = {
  pm_card_chargeDeclined: 'pm_card_visa_chargeDeclined',
  pm_card_chargeDeclinedInsufficientFunds: 'pm_card_visa_chargeDeclinedInsufficientFunds',
};

export interface FoundCard {
  brand: string;
  last4: string;
  behaviour: CardBehaviour;
}

const found = (card: TestCard | undefined): FoundCard | undefined =>
  card && {
    brand: card.brand,
    last4: card.number.slice(-4),
    behaviour: { decline: card.decline, asksHolder: card.asksHolder, savable: card.savable },
  };

export const cardOfNumber = (number: string): FoundCard | undefined => found(testCards.find((card) => card.number === number));

export const cardOfMethod = (name: string): FoundCard | undefined =>
  found(testCards.find(({ method }) => method !== undefined && method === (aliases[name] ?? name)));

const MESSAGES: Readonly<Record<string, string>> = {
  generic_decline: 'Your card was declined.',
  insufficient_funds: 'Your card has insufficient funds.',
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
};

export const declineMessage = ({ code, decline_code }: { code: string; decline_code?: string }): string =>
  MESSAGES[decline_code ?? code] ?? 'Your card was declined.';
