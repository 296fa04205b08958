import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { addOffer, aPrefix, emptyCart, orderIn } from '../support/purchase.js';
import { openSql, type Sql } from '../support/sql.js';
import type { TestBrowser } from './support/browser.js';
import { checkoutOf, orderShown } from './support/checkout.js';
import { linksTo } from './support/people.js';
import { openShop, type Shop } from './support/shop.js';
import { euros, spoken, tongues } from './support/words.js';

let shop: Shop;
let browser: TestBrowser;
let carla: Api;
let sql: Sql;
beforeAll(async () => {
  shop = await openShop();
  ({ browser, carla } = shop);
  sql = await openSql(shop.stack.settings.DATABASE_URL);
});
afterAll(async () => {
  await sql.end();
  await shop.stop();
});
beforeEach(() => emptyCart(carla));

describe.each([
  {
    language: 'en' as const,
    options: 'Term and billing',
    option: /^Annual term, billed monthly/,
    price: '€\u00a012.60\nper seat and month',
    commitment: 'You commit for 12 months, billed each month: €\u00a012.60 × 25 seats = €\u00a0315.00 a month, €\u00a03,780.00 in all.',
    cancel: 'You can cancel with a prorated refund until',
    buy: 'Buy €\u00a0315.00',
    promise: 'When you press Buy, €\u00a0315.00 of your credit is reserved',
    completed: 'Completed',
    done: 'Order completed: the services are ready',
    orders: 'Orders',
  },
  {
    language: 'it' as const,
    options: 'Durata e fatturazione',
    option: /^Durata annuale, fattura mensile/,
    price: '€\u00a012,60\nper postazione e mese',
    commitment:
      'Impegno di 12 mesi, con una fattura al mese: €\u00a012,60 × 25 postazioni = €\u00a0315,00 al mese, €\u00a03.780,00 in tutto.',
    cancel: 'È possibile annullare con rimborso proporzionale fino al',
    buy: 'Acquista €\u00a0315,00',
    promise: 'Con Acquista si riservano €\u00a0315,00 del credito',
    completed: 'Completato',
    done: 'Ordine completato: i servizi sono pronti',
    orders: 'Ordini',
  },
])('a first purchase in $language', ({ language, ...told }) => {
  it('B30 B31 B32 B33 B35 B36 C10 finds, chooses one of three options, names a new account, buys, and follows the order until it is there', async () => {
    const { page, complaints } = await browser.visit({ as: 'carla', language });
    const checkout = checkoutOf(page, language);
    const main = page.getByRole('main');
    await page.goto('/');
    await page.getByRole('link', { name: checkout.words.marketplace, exact: true }).click();
    await main.getByRole('searchbox').fill('micorsoft');
    await main.getByRole('link', { name: 'Microsoft 365' }).click();
    await main.getByRole('radio', { name: /Business Standard/ }).check();
    const options = main.getByRole('group', { name: told.options }).getByRole('radio');
    expect(await options.count()).toBe(3);
    await main.getByRole('radio', { name: told.option }).check();
    await main.getByLabel(checkout.words.seats).fill('25');
    const choice = await main.innerText();
    expect(choice).toContain(told.price);
    expect(choice).toContain(told.commitment);
    expect(choice).toContain(told.cancel);
    await main.getByRole('button', { name: checkout.words.add }).click();
    await page.getByRole('button', { name: checkout.words.openCart }).click();
    await main.getByText(told.commitment).waitFor();
    await main.getByRole('link', { name: checkout.words.checkOut }).click();
    const prefix = aPrefix();
    await checkout.newAccount(prefix);
    await main.getByText(checkout.words.free, { exact: true }).waitFor();
    await checkout.toPayment();
    await checkout.payOnAccount();
    await main.getByText(told.promise).waitFor();
    expect(await main.innerText()).toContain(`${prefix}.onmicrosoft.com`);
    expect(await checkout.buy.innerText()).toBe(told.buy);
    await checkout.buy.click();
    const id = await orderShown(page);
    await main.getByText(told.completed, { exact: true }).waitFor({ timeout: 60_000 });
    await main.getByText(told.done).waitFor();
    expect(await carla.orders.get.query({ id })).toMatchObject({
      state: 'completed',
      totalMinor: 31_500,
      domain: `${prefix}.onmicrosoft.com`,
    });
    // Printed, it is a confirmation: what was bought, for whom and at what price, from the left edge on.
    await page.emulateMedia({ media: 'print' });
    expect((await main.boundingBox())?.x).toBe(0);
    expect(await main.getByRole('region', { name: spoken[language].orders.thread }).isVisible()).toBe(false);
    expect(await main.getByRole('region', { name: spoken[language].orders.lines }).isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('navigation').getByRole('link', { name: told.orders, exact: true }).click();
    await main.getByRole('link', { name: (await carla.orders.get.query({ id })).number }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.each(tongues)('the cart, in %s', (_name, language) => {
  const { cart, offers, shell } = spoken[language];
  const opened = async () => {
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto('/cart');
    return { page, main: page.getByRole('main') };
  };

  it('B32 is there after signing out, and follows what another tab does', async () => {
    await addOffer(carla, { quantity: 2 });
    const { page, main } = await opened();
    const quantity = main.getByLabel(cart.quantity);
    await quantity.waitFor();
    expect(await quantity.inputValue()).toBe('2');
    const [line] = (await carla.cart.get.query()).lines;
    await carla.cart.change.mutate({ lineId: line!.id, quantity: 7 });
    await eventually(async () => expect(await quantity.inputValue()).toBe('7'));
    await quantity.fill('9');
    await eventually(async () => expect((await carla.cart.get.query()).lines).toMatchObject([{ quantity: 9 }]));
    await main.getByText(euros(language, 6_156)).first().waitFor();
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 3 });
    await page.getByRole('link', { name: shell.navigation.cartWith(2) }).waitFor();
  });

  it('B32 says at the field what the offer allows, changes the option, and puts a removed line back', async () => {
    await addOffer(carla, { quantity: 2 });
    const { page, main } = await opened();
    await main.getByLabel(cart.quantity).fill('301');
    await main.getByText(shell.fieldIssues.too_big({ max: '300' })).waitFor();
    await main.getByLabel(cart.quantity).fill('3');
    await main.getByLabel(cart.option).selectOption({ label: offers.options['P1Y annual']! });
    await main
      .getByText(language === 'it' ? 'Impegno di 12 mesi, con un’unica fattura' : 'You commit for 12 months, billed once')
      .waitFor();
    await eventually(async () => expect((await carla.cart.get.query()).lines).toMatchObject([{ quantity: 3, termDuration: 'P1Y' }]));
    await main.getByRole('button', { name: cart.remove('Microsoft 365 · Business Basic') }).click();
    await main.getByText(cart.empty).waitFor();
    await page.getByRole('button', { name: cart.putBack }).click();
    await main.getByLabel(cart.quantity).waitFor();
    expect((await carla.cart.get.query()).lines).toMatchObject([{ quantity: 3, termDuration: 'P1Y' }]);
  });

  it('B32 a price that has changed since it was shown asks, and only then is charged', async () => {
    await addOffer(carla, { product: 'mail-shield', plan: 'MS-STD', quantity: 10 });
    const [line] = (await carla.cart.get.query()).lines;
    await sql('UPDATE offer SET unit_price_minor = 200 WHERE id = $1', [line!.offerId]);
    await sql(`UPDATE cart_line SET price_holds_until = now() - interval '1 minute' WHERE id = $1`, [line!.id]);
    try {
      const { page, main } = await opened();
      await main.getByText(cart.priceChanged(euros(language, 180), euros(language, 200))).waitFor();
      expect(await main.getByRole('link', { name: cart.checkout }).count()).toBe(0);
      await main.getByRole('button', { name: cart.accept(euros(language, 200)) }).click();
      await main.getByRole('link', { name: cart.checkout }).click();
      const checkout = checkoutOf(page, language);
      await checkout.payOnAccount();
      expect(await checkout.buy.innerText()).toBe(spoken[language].checkout.buy(euros(language, 2_000)));
    } finally {
      await sql('UPDATE offer SET unit_price_minor = 180 WHERE id = $1', [line!.offerId]);
    }
  });
});

describe.each(tongues)('the account at the vendor, in %s', (_name, language) => {
  const words = spoken[language];
  const { tenant } = words.checkout;
  const opened = async () => {
    await addOffer(carla);
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto('/checkout');
    return { page, main: page.getByRole('main'), checkout: checkoutOf(page, language) };
  };

  it('B33 says while typing that a domain is taken, and at each field what is missing', async () => {
    const { main, checkout } = await opened();
    await main.getByRole('radio', { name: checkout.words.newAccount }).check();
    await checkout.prefilled();
    await checkout.domain.fill(aPrefix('taken-'));
    await main.getByText(words.shell.fieldIssues.tenant_domain_taken()).waitFor();
    await checkout.toPayment();
    await main.getByText(words.shell.fieldIssues.agreement_not_accepted()).waitFor();
    expect(await main.getByText(words.shell.fieldIssues.required()).count()).toBeGreaterThan(2);
    await checkout.domain.fill('not a name');
    await main.getByText(words.shell.fieldIssues.tenant_domain()).waitFor();
  });

  it('B33 offers the four qualifications, and says at once which of them only the vendor can give', async () => {
    const { main, checkout } = await opened();
    await main.getByRole('radio', { name: checkout.words.newAccount }).check();
    const choice = main.getByLabel(tenant.qualification);
    expect(await choice.getByRole('option').allInnerTexts()).toEqual(Object.values(tenant.qualifications));
    await choice.selectOption({ label: tenant.qualifications.non_profit! });
    await main.getByText(words.shell.fieldIssues.qualification_vetted()).waitFor();
    await choice.selectOption({ label: tenant.qualifications.education! });
    await main.getByText(words.shell.fieldIssues.qualification_vetted()).waitFor({ state: 'detached' });
  });

  it('B33 keeps what was typed over a refresh', async () => {
    const { page, main, checkout } = await opened();
    const prefix = aPrefix();
    await checkout.newAccount(prefix);
    await page.reload();
    await checkout.domain.waitFor();
    expect(await checkout.domain.inputValue()).toBe(prefix);
    expect(await main.getByRole('checkbox').isChecked()).toBe(true);
    await checkout.toPayment();
    await checkout.payOnAccount();
    await page.reload();
    await checkout.buy.waitFor();
  });

  it('B34 finds an account that is there, refuses one that is not, and offers it at the next purchase', async () => {
    const { page, main, checkout } = await opened();
    await checkout.existingAccount(`${aPrefix()}.onmicrosoft.com`);
    await main.getByText(words.shell.fieldIssues.tenant_not_found()).waitFor();
    const domain = `${aPrefix('existing-')}.onmicrosoft.com`;
    await checkout.domain.fill(domain);
    await main.getByRole('button', { name: tenant.proof.ask }).click();
    await main.getByText(tenant.proof.asked(`admin@${domain}`)).waitFor();
    const [link] = await linksTo(`admin@${domain}`, 'confirm-domain', 1, shop.outside);
    const { page: owner } = await browser.visit({ language });
    await owner.goto(link!);
    await owner.getByRole('button', { name: words.access.confirmDomain.save }).click();
    await owner.getByText(words.access.confirmDomain.done).waitFor();
    await main.getByRole('button', { name: tenant.proof.again }).click();
    await main.getByText(tenant.found).waitFor();
    await checkout.toPayment();
    await checkout.payOnAccount();
    await checkout.buy.click();
    await orderIn(carla, await orderShown(page), ['completed'], 60_000);
    await addOffer(carla);
    await page.goto('/checkout');
    await main.getByRole('radio', { name: domain }).check();
    await checkout.toPayment();
    await checkout.payOnAccount();
    await main.getByRole('region', { name: words.checkout.steps.tenant }).getByText(domain).waitFor();
  });
});
