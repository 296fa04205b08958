import { For, Show } from 'solid-js';
import { instantOf, isTimeZone } from '../../domain/calendar/local-time.js';
import { ChoiceInput } from '../components/select-input.js';
import { formatDateTimeZone, localDateTimeIn } from '../format/times.js';
import { messages } from '../i18n.js';
import { emailWaits, licenceTitle, type Customer } from './customer.data.js';

const customer = messages('customer');
const words = () => customer().dialogs.edit.zone;

/** What keeps its place when a customer's clock is changed: the moment, or the time of day. */
export type Keeps = 'instant' | 'clock';

/** The wall-clock time of the customer's old zone at which the account e-mail was planned; undefined where none waits. */
export const plannedLocalTime = ({ accountEmail, timeZone }: Customer): string | undefined =>
  accountEmail && emailWaits(accountEmail) ? localDateTimeIn(accountEmail.dueAt, timeZone) : undefined;

interface PlannedMomentsProps {
  readonly customer: Customer;
  readonly timeZone: string;
  readonly keeps: Keeps;
  readonly onKeeps: (keeps: Keeps) => void;
}

/** While a customer's zone is being changed: what is planned by the old clock, and what becomes of it. */
export const PlannedMoments = (props: PlannedMomentsProps) => {
  const isChanged = () => props.timeZone !== props.customer.timeZone && isTimeZone(props.timeZone);
  const local = () => plannedLocalTime(props.customer);
  const starts = () => props.customer.subscriptions.filter(({ state }) => state === 'scheduled');
  return (
    <Show when={isChanged()}>
      <Show when={local()}>
        {(planned) => (
          <ChoiceInput
            name="keeps"
            label={words().email}
            value={props.keeps}
            onChange={(keeps) => props.onKeeps(keeps === 'clock' ? 'clock' : 'instant')}
            options={[
              {
                value: 'instant',
                label: words().instant,
                detail: formatDateTimeZone(props.customer.accountEmail?.dueAt ?? '', props.timeZone),
              },
              { value: 'clock', label: words().clock, detail: formatDateTimeZone(instantOf(planned(), props.timeZone), props.timeZone) },
            ]}
          />
        )}
      </Show>
      <For each={starts()}>
        {(licence) => (
          <p class="soft">{words().start(licenceTitle(licence), formatDateTimeZone(licence.startsAt ?? '', props.timeZone))}</p>
        )}
      </For>
    </Show>
  );
};
