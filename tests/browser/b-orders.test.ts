import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApi, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import { addOffer, aPrefix, buyCart, emptyCart, newTenant, orderIn } from '../support/purchase.js';
import type { TestBrowser } from './support/browser.js';
import { barriersOn, clippedLedgersOn, sidewaysOn } from './support/accessible.js';
import { checkoutOf, orderShown } from './support/checkout.js';
import { addPerson, password, signInWith } from './support/people.js';
import { openShop, type Shop } from './support/shop.js';
import { euros, spoken, tongues } from './support/words.js';

let shop: Shop;
let browser: TestBrowser;
let carla: Api;
beforeAll(async () => {
  shop = await openShop();
  ({ browser, carla } = shop);
});
afterAll(() => shop.stop());
beforeEach(() => emptyCart(carla));

describe.each(tongues)('an order that stands still, in %s', (_name, language) => {
  const { checkout, orders, shell, timeline } = spoken[language];
  const { commands, dialogs } = orders;

  it('B36 B38 is cancelled by the customer, who sees first what that does', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('fails-')) });
    const { number } = await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page, complaints } = await browser.visit({ as: 'carla', language });
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(number);
    await page.getByRole('group', { name: shell.palette.order }).getByRole('option', { name: number, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === `/orders/${orderId}`);
    const main = page.getByRole('main');
    // Its only service can't be left out, so that isn't what the cause advises.
    await main.getByText(orders.failures.vendor_line_failed!(false)).waitFor();
    await main.getByRole('button', { name: commands.cancel }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(dialogs.undo.released).waitFor();
    await dialog.getByLabel(shell.form.reason).fill('not wanted any more');
    await dialog.getByRole('button', { name: commands.cancel }).click();
    await main.getByText(shell.states.order.cancelled, { exact: true }).first().waitFor({ timeout: 60_000 });
    await main.getByText(timeline.events.order_undone()).waitFor();
    expect(complaints).toEqual([]);
  });

  it('C6 B38 shows staff its cause, its remedies and the ledger; leaving out says what is charged then', async () => {
    await addOffer(carla);
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('gone-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page, complaints } = await browser.visit({ as: 'olivia', language });
    await page.goto('/orders?state=needs_attention');
    await page
      .getByRole('main')
      .getByRole('link', { name: (await carla.orders.get.query({ id: orderId })).number })
      .click();
    const main = page.getByRole('main');
    const ledger = main.getByRole('region', { name: orders.ledger.title });
    await ledger.getByText(orders.ledger.steps.release_payment!.done).waitFor();
    // The cause is said once, with its remedies; the thread leads there.
    const stuck = main.getByRole('region', { name: orders.stuck.label });
    const cause = orders.failures.vendor_offer_unavailable!(true);
    await stuck.getByText(cause).waitFor();
    await stuck.getByText(orders.stuck.concerned('Microsoft 365 · Business Basic')).waitFor();
    await main.getByRole('button', { name: orders.stuck.seeAbove }).click();
    expect(await stuck.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await main.getByText(cause).count()).toBe(1);
    const dialog = page.getByRole('dialog');
    await page.setViewportSize({ width: 360, height: 740 });
    await main.getByRole('button', { name: commands.reconcile }).click();
    await dialog.getByLabel(shell.form.reason).waitFor();
    expect(await clippedLedgersOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 900 });
    await main.getByRole('button', { name: commands.leave_out }).click();
    await dialog.getByText(euros(language, 960), { exact: true }).waitFor();
    await dialog.getByLabel(shell.form.reason).fill('the customer agrees');
    await dialog.getByRole('button', { name: dialogs.leaveOut.verb(euros(language, 960)) }).click();
    await main.getByText(shell.states.order.partly_completed, { exact: true }).waitFor({ timeout: 60_000 });
    await main.getByRole('region', { name: orders.lines }).getByText(shell.states.orderLine.left_out).waitFor();
    await main.getByRole('link', { name: orders.facts.openProcess }).click();
    await main.getByRole('link', { name: spoken[language].processes.openOrder }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('C1 stands on a phone with what was bought, for whom and for how much', async () => {
    await addOffer(carla, { quantity: 3 });
    const { totalMinor } = await carla.cart.get.query();
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('fails-')) });
    const { number } = await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page, complaints } = await browser.visit({ as: 'olivia', language });
    await page.goto(`/orders?q=${number}`);
    const row = page.getByRole('main').getByRole('row').filter({ hasText: number });
    await row.getByRole('cell', { name: 'Fiordaliso S.r.l.', exact: true }).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    const first = row.getByRole('cell').first();
    await first.getByText(orders.services('Microsoft 365 Business Basic', 0)).waitFor();
    expect(await first.innerText()).toContain('Fiordaliso S.r.l.');
    expect(await first.innerText()).toContain(euros(language, totalMinor));
    // Without an answer from the server it says so, and not that anything that was typed is kept.
    await page.goto(`/orders/${orderId}`);
    const costs = page.getByRole('main').getByRole('region', { name: orders.costs.title });
    await page.context().route('**/trpc/orders.vendorCosts**', (route) => route.abort());
    await costs.getByRole('button', { name: orders.costs.ask }).click();
    await costs.getByText(shell.failure.network).waitFor();
    await page.context().route('**/trpc/**', (route) => route.abort());
    await page.goto('/processes').catch(() => undefined);
    await page.getByText(shell.failure.network).first().waitFor();
    await page.context().unrouteAll();
    expect(complaints.filter((complaint) => !complaint.includes('ERR_FAILED'))).toEqual([]);
  });

  it('C4 B33 is corrected in the form of the checkout, and goes on', async () => {
    await addOffer(carla);
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix('unsigned-')) });
    await orderIn(carla, orderId, ['needs_attention'], 60_000);
    const { page } = await browser.visit({ as: 'carla', language });
    await page.goto(`/orders/${orderId}`);
    await page.getByRole('main').getByRole('button', { name: commands.correct }).first().click();
    const dialog = page.getByRole('dialog');
    const prefix = aPrefix();
    const { words, prefilled } = checkoutOf(page, language);
    await dialog.getByRole('radio', { name: words.newAccount }).check();
    await prefilled();
    await dialog.getByLabel(checkout.tenant.prefix).fill(prefix);
    await dialog.getByLabel(checkout.tenant.address.line1).fill('Via Dante 1');
    await dialog.getByLabel(checkout.tenant.address.postalCode).fill('20121');
    for (const phone of await dialog.getByLabel(checkout.tenant.person.phone).all()) await phone.fill('+39 02 1234567');
    await dialog.getByRole('checkbox').check();
    await dialog.getByLabel(shell.form.reason).fill('another account');
    await dialog.getByRole('button', { name: dialogs.correct.verb }).click();
    expect(await orderIn(carla, orderId, ['completed'], 60_000)).toMatchObject({ domain: `${prefix}.onmicrosoft.com` });
  });
});

describe.each(tongues)('a service that is ready, in %s', (_name, language) => {
  const { cart, orders, shell } = spoken[language];

  it('B37 is announced in its buyer’s language by a mail for each, whose link leads to the order', async () => {
    const buyer = await addPerson(carla, { language, role: 'customer_admin' });
    const { api } = createApi(shop.stack.url);
    await api.auth.signIn.mutate({ loginName: buyer.email, password });
    await addOffer(api, { product: 'disk-vault', plan: 'DV-KEY', quantity: 3 });
    await addOffer(api, { product: 'mail-shield', plan: 'MS-STD', quantity: 4 });
    const { page, complaints } = await browser.visit({ language });
    await page.goto('/cart');
    await signInWith(page, spoken[language], buyer.email);
    await page.getByRole('main').getByRole('link', { name: cart.checkout }).click();
    const checkout = checkoutOf(page, language);
    await checkout.payOnAccount();
    await checkout.buy.click();
    const { number } = await orderIn(api, await orderShown(page), ['completed'], 60_000);
    const mails = await eventually(async () => {
      const found = (await shop.outside.mailsTo(buyer.email)).filter(({ subject }) =>
        (language === 'it' ? / è pronto$/ : / is ready$/).test(subject),
      );
      expect(found.map(({ subject }) => subject.split(' ').slice(0, 2).join(' ')).sort()).toEqual(['Disk Vault', 'Mail Shield']);
      return found;
    });
    const about = mails.find(({ subject }) => subject.startsWith('Disk Vault'))!;
    await page.goto(`${shop.outside.inboxUrl}/messages/${about.id}`);
    const mail = page.frameLocator('iframe');
    await mail.getByText(number).waitFor();
    // The mail is shown in a frame that may open tabs only.
    const tab = page.context().waitForEvent('page');
    await mail.getByRole('link', { name: language === 'it' ? "Aprire l'ordine" : 'Open the order' }).click();
    const order = await tab;
    await order.getByRole('heading', { level: 1, name: orders.order(number) }).waitFor();
    await order.getByRole('region', { name: orders.lines }).getByText('Disk Vault').waitFor();
    await order.getByText(shell.states.order.completed, { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.each(tongues)('what an order costs us, in %s', (_name, language) => {
  const { orders, shell } = spoken[language];
  const { costs } = orders;
  const share = (text: string) => (language === 'it' ? text.replace('.', ',') : text);

  it('C10 is asked by staff with a press: each line and the total with its margin, a loss in words; a vendor that is down can be asked again', async () => {
    await addOffer(carla, { quantity: 3 });
    await addOffer(carla, { plan: 'M365-BS', quantity: 2 });
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla, { tenant: newTenant(aPrefix()) });
    await orderIn(carla, orderId, ['completed'], 60_000);
    await shop.outside.setPartner({ prices: { 'M365-BS-P1M-monthly': 16.5 } });
    await shop.outside.setPartnerFaults({ mode: 'status', status: 503, match: { operation: 'read-order' } });
    const { page, complaints } = await browser.visit({ as: 'sam', language });
    await page.goto(`/orders/${orderId}`);
    const panel = page.getByRole('main').getByRole('region', { name: costs.title });
    await panel.getByText(costs.hint).waitFor();
    await panel.getByRole('button', { name: costs.ask }).focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('alert').getByText(costs.failed.vendor_error!).waitFor();
    await shop.outside.setPartnerFaults();
    // The same button: who pressed it by the keyboard presses it again.
    expect(await panel.getByRole('button', { name: shell.actions.retry }).evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: costs.again }).waitFor();
    const amountsOf = async (name: string) =>
      (await panel.getByRole('listitem').filter({ hasText: name }).locator('dd').allInnerTexts()).map((text) =>
        text.split(/\s*\n\s*/).join(' '),
      );
    const money = (minor: number) => euros(language, minor);
    expect(await amountsOf('Business Basic')).toEqual([money(2_052), money(1_641), `${money(411)} ${share('20.0%')}`]);
    expect(await amountsOf('Business Standard')).toEqual([money(3_024), money(3_300), `${costs.loss} ${money(-276)} ${share('-9.1%')}`]);
    expect(await amountsOf('Disk Vault')).toEqual([money(960), costs.notTold]);
    expect(await amountsOf(costs.totalKnown)).toEqual([money(5_076), money(4_941), `${money(135)} ${share('2.7%')}`]);
    expect(await panel.getByText(costs.failed.vendor_error!).count()).toBe(0);
    // What the bar at the top covers would be found too small.
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await barriersOn(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriersOn(page), 'dark').toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await sidewaysOn(page), '360 px').toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await panel.isVisible(), 'a confirmation on paper says what was bought, not what it costs us').toBe(false);
    await shop.outside.setPartner({ prices: {} });
    expect(complaints).toEqual([]);
  });

  it.each(['carla', 'rita'] as const)('is nothing that %s is shown', async (name) => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 4 });
    const { orderId } = await buyCart(carla);
    const { page } = await browser.visit({ as: name, language });
    await page.goto(`/orders/${orderId}`);
    const main = page.getByRole('main');
    await main.getByRole('region', { name: orders.lines }).getByText('Disk Vault').waitFor();
    expect(await main.getByRole('region', { name: costs.title }).count()).toBe(0);
    const staff = await browser.visit({ as: 'olivia', language });
    await staff.page.goto(`/orders/${orderId}`);
    await staff.page.getByRole('region', { name: costs.title }).waitFor();
  });
});

describe.each(tongues)('credit, in %s', (_name, language) => {
  const { customer, shell } = spoken[language];
  const { setCredit } = customer.dialogs;

  it('B35 C8 the credit limit is set on the customer’s page, never below what orders have taken', async () => {
    await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: 2 });
    await buyCart(carla);
    const { page, complaints } = await browser.visit({ as: 'rita', language });
    await page.goto(`/customers/${shop.customerId}`);
    await page.getByRole('button', { name: customer.credit.set }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(setCredit.limit).fill('0');
    await dialog.getByLabel(shell.form.reason).fill('grown');
    await dialog.getByRole('button', { name: setCredit.save(euros(language, 0)) }).click();
    await dialog.getByText(shell.fieldIssues.credit_below_used()).waitFor();
    await dialog.getByLabel(setCredit.limit).fill(euros(language, 90_000_000).slice(2));
    await dialog.getByRole('button', { name: setCredit.save(euros(language, 90_000_000)) }).click();
    await page.getByRole('region', { name: customer.credit.title }).getByText(euros(language, 90_000_000)).first().waitFor();
    expect((await carla.checkout.paymentMethods.query()).account.limitMinor).toBe(90_000_000);
    expect(complaints).toEqual([]);
  });
});
