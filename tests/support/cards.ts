export interface CardFault {
  readonly match?: { readonly endpoint?: string; readonly customer?: string; readonly order?: string };
  readonly mode: 'status' | 'drop-before' | 'drop-after-work' | 'delay' | 'decline';
  readonly status?: number;
  readonly remembered?: boolean;
  readonly retryAfter?: number;
  readonly code?: string;
  readonly declineCode?: string;
  readonly ms?: number;
  readonly times?: number;
}

/** What the card processor has; amounts in minor units. */
export interface CardState {
  readonly customers: { readonly id: string; readonly name: string | null; readonly metadata: { readonly customer_id?: string } }[];
  readonly payments: {
    readonly id: string;
    readonly status: string;
    readonly amount: number;
    readonly amount_capturable: number;
    readonly amount_received: number;
    readonly metadata: { readonly order_number?: string };
  }[];
  readonly refunds: { readonly payment_intent: string; readonly amount: number }[];
  readonly events: { readonly id: string; readonly type: string }[];
  readonly calls: Record<string, number>;
}

interface CardWebhook {
  /** One that went out before, or a new one about a payment. */
  readonly event?: string;
  readonly payment?: string;
  readonly type?: string;
  readonly forged?: boolean;
  readonly ageSeconds?: number;
}

/** What a test tells a card simulator, and asks it. */
export interface CardControls {
  setCardFaults(...faults: CardFault[]): Promise<void>;
  cardState(): Promise<CardState>;
  /** A card saved for a customer of the processor, by the name of one of Stripe's test payment methods; returns its reference. */
  saveCard(processorCustomer: string, method?: string): Promise<string>;
  /** What a card's holder, or time, does to a payment. */
  settlePayment(paymentRef: string, change: 'approve' | 'refuse' | 'expire'): Promise<void>;
  /** As if a day had passed: no idempotency key is known any more. */
  forgetCardKeys(): Promise<void>;
  /** Where webhooks of card payments go too from now on: `${publicUrl}/webhooks/card`. */
  sendCardWebhooksTo(publicUrl: string): Promise<void>;
  setCardWebhooks(manner: { mode: 'normal' | 'twice' | 'late' | 'reversed' | 'never'; ms?: number }): Promise<void>;
  /** One webhook now. Returns what each listener answered. */
  sendCardWebhook(wish: CardWebhook): Promise<number[]>;
}

export const cardControls = (url: string, apiKey: string, webhookSecret: string): CardControls => {
  const sim = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/sim/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  };
  return {
    setCardFaults: async (...faults) => void (await sim('faults', 'PUT', faults)),
    cardState: async () => (await sim('state')) as CardState,
    saveCard: async (customer, method = 'pm_card_visa') => {
      const response = await fetch(`${url}/v1/payment_methods/${method}/attach`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}` },
        body: new URLSearchParams({ customer }),
      });
      if (!response.ok) throw new Error(await response.text());
      return ((await response.json()) as { id: string }).id;
    },
    settlePayment: async (ref, change) => void (await sim(`payments/${ref}/${change}`, 'POST')),
    forgetCardKeys: async () => void (await sim('keys', 'DELETE')),
    sendCardWebhooksTo: async (publicUrl) =>
      void (await sim('endpoints', 'POST', { url: `${publicUrl}/webhooks/card`, secret: webhookSecret })),
    setCardWebhooks: async (manner) => void (await sim('webhooks', 'PUT', manner)),
    sendCardWebhook: async (wish) => ((await sim('webhooks', 'POST', wish)) as { statuses: number[] }).statuses,
  };
};
