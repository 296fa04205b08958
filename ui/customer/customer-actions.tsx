import Ellipsis from 'lucide-solid/icons/ellipsis';
import Plus from 'lucide-solid/icons/plus';
import { Show } from 'solid-js';
import { Button } from '../components/button.js';
import { Menu, type MenuItem } from '../components/menu.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { emailActions } from './account-email-panel.js';
import type { Customer } from './customer.data.js';
import type { CustomerDialogName } from './dialogs.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().actions;

interface CustomerActionsProps {
  readonly customer: Customer;
  readonly onOpen: (name: CustomerDialogName) => void;
}

/** One primary action, the rest in a menu. */
export const CustomerActions = (props: CustomerActionsProps) => {
  const item = (name: CustomerDialogName, label: string, danger = false): MenuItem => ({
    label,
    danger,
    onSelect: () => props.onOpen(name),
  });
  const items = (): MenuItem[] => {
    const { state, accountEmail } = props.customer;
    const schedule = emailActions(accountEmail, state).includes('scheduleEmail');
    return [
      ...(may('customer.write') ? [item('edit', words().edit)] : []),
      ...(schedule ? [item('scheduleEmail', words().schedule)] : []),
      ...(may('customer.write') && state === 'active' ? [item('disable', words().disable, true)] : []),
      ...(may('customer.delete') ? [item('delete', words().delete, true)] : []),
    ];
  };
  const canWrite = () => may('customer.write') && props.customer.state !== 'deleted';
  return (
    <Show when={props.customer.state !== 'deleted'}>
      <Show when={props.customer.state === 'active' && may('licence.write')}>
        <Button kind="primary" icon={Plus} onClick={() => props.onOpen('addPlans')}>
          {words().addPlans}
        </Button>
      </Show>
      <Show when={props.customer.state === 'disabled' && canWrite()}>
        <Button kind="primary" onClick={() => props.onOpen('enable')}>
          {words().enable}
        </Button>
      </Show>
      <Show when={items().length > 0}>
        <Menu icon={Ellipsis} side="end" label={shell().actions.more} items={items()} />
      </Show>
    </Show>
  );
};
