import { readText, sendJson, type Call } from '../http-server.js';
import type { CardForm } from './card-form.js';
import { readCardForm } from './card-form.js';
import type { CheckoutSession, PaymentIntent } from './card-objects.js';
import { bankPage, cardPage, gonePage, STYLES } from './card-pages.js';
import type { CardParts } from './card-parts.js';
import { answerOfHolder } from './charge.js';
import { nowSeconds } from './new-object.js';
import { languageOf } from './page-texts.js';
import { newPaymentMethod } from './payment-method-endpoints.js';

/** A browser holds a form to this policy also where its answer redirects, so the shop's origins must be named. */
const policyFor = (targets: (string | null)[]): string => {
  const origins = targets.flatMap((target) => (target ? [new URL(target).origin] : []));
  return `default-src 'none'; style-src 'self'; form-action 'self' ${origins.join(' ')}; base-uri 'none'; frame-ancestors 'none'`;
};

function send({ response }: Call, status: number, body: string, targets: (string | null)[] = [], type = 'text/html'): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policyFor(targets),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(body);
}

function redirect({ response }: Call, url: string): void {
  response.writeHead(303, { location: url, 'cache-control': 'no-store' });
  response.end();
}

const textOf = (form: URLSearchParams, name: string): string => (form.get(name) ?? '').slice(0, 50);

async function handleCard(call: Call, session: CheckoutSession, { service }: CardParts): Promise<void> {
  const language = languageOf(session.locale, call.request.headers['accept-language']);
  const targets = [session.success_url, session.cancel_url];
  if (session.status !== 'open' || session.expires_at < nowSeconds()) return send(call, 410, gonePage(language));
  if (call.method !== 'POST') return send(call, 200, cardPage(session, language), targets);
  const sent = new URLSearchParams(await readText(call.request));
  const form: CardForm = { number: textOf(sent, 'number'), expiry: textOf(sent, 'expiry'), cvc: textOf(sent, 'cvc') };
  const entered = readCardForm(form);
  if (!('card' in entered)) return send(call, 422, cardPage(session, language, form, entered), targets);
  const method = newPaymentMethod(entered.card, entered, session.customer);
  service.keep([method, { ...session, status: 'complete', url: null }]);
  redirect(call, session.success_url.replaceAll('{CHECKOUT_SESSION_ID}', session.id));
}

/** Where the holder goes back to, told how it went as Stripe tells it. */
function returnUrlOf(returnUrl: string, { id, client_secret, status }: PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', id);
  url.searchParams.set('payment_intent_client_secret', client_secret);
  url.searchParams.set('redirect_status', status === 'requires_payment_method' ? 'failed' : 'succeeded');
  return url.href;
}

async function handleBank(call: Call, payment: PaymentIntent, { ledger, service }: CardParts): Promise<void> {
  const language = languageOf(null, call.request.headers['accept-language']);
  const next = payment.next_action?.redirect_to_url;
  if (!next) return send(call, 410, gonePage(language));
  const method = ledger.find('payment_method', payment.payment_method ?? '');
  if (call.method !== 'POST') return send(call, 200, bankPage(payment, method, language), [next.return_url]);
  const answer = textOf(new URLSearchParams(await readText(call.request)), 'answer');
  const settled = answerOfHolder(payment, answer === 'approve', method?.behaviour.decline);
  service.keep([settled]);
  redirect(call, returnUrlOf(next.return_url, settled));
}

/** The pages that people see: leaving a card, and confirming a payment with their bank. */
export async function handlePageCall(call: Call, parts: CardParts): Promise<void> {
  const [first, id = '', secret] = call.path;
  if (first === 'card.css') return send(call, 200, STYLES, [], 'text/css');
  const session = first === 'pay' ? parts.ledger.find('checkout.session', id) : undefined;
  if (session) return handleCard(call, session, parts);
  const payment = first === 'authenticate' ? parts.ledger.find('payment_intent', id) : undefined;
  if (payment && payment.client_secret === secret) return handleBank(call, payment, parts);
  return sendJson(call.response, 404, { message: 'There is nothing at this address.' });
}
