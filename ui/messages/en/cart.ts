import { formatNumber, plural } from '../../format/numbers.js';

export const messages = {
  title: 'Cart',
  count: (lines: number) => plural(lines, { one: '1 service', other: `${formatNumber(lines)} services` }),
  summary: 'Amounts',
  today: 'Charged today',
  then: { monthly: 'Each month of the term', annual: 'Each year of the term' } as Record<string, string>,
  option: 'Term and billing',
  quantity: 'Quantity',
  remove: (title: string) => `Remove ${title}`,
  removed: (title: string) => `${title} removed`,
  putBack: 'Put back',
  removeIt: 'Remove',
  priceChanged: (before: string, after: string) => `The price has changed from ${before} to ${after} since it was shown.`,
  accept: (price: string) => `Accept ${price}`,
  unsold: 'This offer isn’t sold any more. Choose another one in the marketplace.',
  solveFirst: 'Settle what is marked; then you can check out.',
  checkout: 'Check out',
  goOn: 'Add other services',
  empty: 'The cart is empty',
  emptyText: 'Choose a service; it stays here until you buy or remove it, also when you sign out.',
  toMarketplace: 'Open marketplace',
};
