import type { SetStoreFunction } from 'solid-js/store';
import { api } from '../api.js';
import type { Cart } from '../cart/cart.data.js';
import { createCommand } from '../command.js';
import { FormFailure } from '../components/form-failure.js';
import { Skeleton } from '../components/states.js';
import type { FormState } from '../form-state.js';
import { QueryView } from '../query-view.js';
import type { CheckoutDraft } from './draft.js';
import type { PaymentMethods } from './payment-draft.js';
import { PaymentFields } from './payment-fields.js';
import type { QueryObserverResult } from '../use-query.js';

interface PaymentStepProps {
  readonly cart: Cart;
  readonly draft: CheckoutDraft;
  readonly setDraft: SetStoreFunction<CheckoutDraft>;
  readonly form: FormState;
  readonly methods: QueryObserverResult<PaymentMethods>;
}

/** How it is paid. A card is typed at its processor's, never here; the draft waits in this tab meanwhile. */
export const PaymentStep = (props: PaymentStepProps) => {
  const adding = createCommand();
  const leave = async () => {
    const cardsBefore = props.methods.data?.cards?.map(({ ref }) => ref) ?? [];
    const { url } = await api.checkout.startCardSetup.mutate(undefined);
    props.setDraft({ cardsBefore });
    window.location.assign(url);
  };
  const addCard = () => adding.run(leave);
  return (
    <>
      <QueryView query={props.methods} waiting={<Skeleton lines={4} />}>
        {(known) => (
          <PaymentFields
            draft={props.draft.payment}
            form={props.form}
            methods={known()}
            totalMinor={props.cart.totalMinor}
            currency={props.cart.currency}
            addingCard={adding.busy()}
            onChange={(payment) => props.setDraft({ payment })}
            onAddCard={() => void addCard()}
          />
        )}
      </QueryView>
      <FormFailure failure={adding.failure()} />
    </>
  );
};
