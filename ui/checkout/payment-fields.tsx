import CreditCard from 'lucide-solid/icons/credit-card';
import { Show } from 'solid-js';
import { Button } from '../components/button.js';
import { ChoiceInput, type Option } from '../components/select-input.js';
import type { FormState } from '../form-state.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { isExpired, type PaymentDraft, type PaymentMethods, type SavedCard } from './payment-draft.js';

const checkout = messages('checkout');
const words = () => checkout().payment;

/** "Visa ending in 4242". */
export const cardName = ({ brand, last4 }: Pick<SavedCard, 'brand' | 'last4'>): string =>
  words().card(`${brand.charAt(0).toUpperCase()}${brand.slice(1)}`, last4);

interface PaymentFieldsProps {
  readonly draft: PaymentDraft;
  readonly onChange: (draft: PaymentDraft) => void;
  readonly form: FormState;
  readonly methods: PaymentMethods;
  readonly totalMinor: number;
  readonly currency: string;
  /** Absent where no card can be added. */
  readonly onAddCard?: () => void;
  readonly addingCard?: boolean;
  /** What becomes of what was filled in meanwhile. */
  readonly addHint?: string;
}

/** B35: on account with what is left of the credit, or by a card that was left with the processor. */
export const PaymentFields = (props: PaymentFieldsProps) => {
  const accountDetail = () => {
    const { leftMinor, limitMinor, currency } = props.methods.account;
    if (limitMinor === 0) return words().noCredit;
    return words().left(formatMoney(leftMinor, currency), formatMoney(limitMinor, currency), leftMinor >= props.totalMinor);
  };
  const options = (): Option[] => [
    { value: 'account', label: words().account, detail: accountDetail() },
    ...(props.methods.cards ?? []).map((card) => ({
      value: `card:${card.ref}`,
      label: cardName(card),
      detail: isExpired(card, new Date())
        ? words().expired
        : words().expires(`${String(card.expiresMonth).padStart(2, '0')}/${String(card.expiresYear)}`),
    })),
  ];
  const chosen = () => (props.draft.method === 'card' ? `card:${props.draft.cardRef}` : props.draft.method);
  const choose = (value: string) => {
    props.form.changed('payment');
    props.form.changed('payment.cardRef');
    props.onChange(value === 'account' ? { method: 'account', cardRef: '' } : { method: 'card', cardRef: value.slice('card:'.length) });
  };
  return (
    <>
      <ChoiceInput
        name="payment"
        label={words().label}
        value={chosen()}
        options={options()}
        error={props.form.errorOf('payment') ?? props.form.errorOf('payment.cardRef')}
        onChange={choose}
      />
      <Show when={props.methods.cards === null}>
        <p class="soft" role="status">
          {words().noCards}
        </p>
      </Show>
      <Show when={props.onAddCard}>
        <div class="stack-tight">
          <div>
            <Button icon={CreditCard} busy={props.addingCard} onClick={() => props.onAddCard?.()}>
              {words().add}
            </Button>
          </div>
          <p class="small soft">{props.addHint ?? words().addHint}</p>
        </div>
      </Show>
    </>
  );
};
