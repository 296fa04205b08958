import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { IconButton } from '../components/button.js';
import { CheckInput, SelectInput } from '../components/select-input.js';
import { TextInput } from '../components/text-input.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { UserDraft } from './draft.js';
import type { PasteColumn } from './pasted-rows.js';
import { ServiceChoices } from './service-choices.js';
import type { Service } from '../user/user.data.js';

const shell = messages('shell');
const words = messages('addUsers');

interface UserRowProps {
  readonly index: number;
  readonly user: UserDraft;
  readonly form: FormState;
  readonly removable: boolean;
  readonly onChange: (change: Partial<UserDraft>) => void;
  /** The services of the account; empty for who may not assign them. */
  readonly services: readonly Service[];
  readonly wanted: (service: string) => number;
  readonly onRemove: () => void;
  /** True when the text was several cells and was put into the rows. */
  readonly onPaste: (text: string, column: PasteColumn) => boolean;
}

/** One user of the form. */
export const UserRow = (props: UserRowProps) => {
  const name = (field: keyof UserDraft) => `users.${String(props.index)}.${field}`;
  const change = (field: keyof UserDraft, value: UserDraft[keyof UserDraft]) => {
    props.onChange({ [field]: value });
    props.form.changed(name(field));
  };
  const text = (field: PasteColumn) => ({
    name: name(field),
    label: words()[field],
    value: props.user[field],
    error: props.form.errorOf(name(field)),
    maxLength: 300,
    onInput: (value: string) => change(field, value),
    onBlur: () => props.user[field] !== '' && props.form.touch(name(field)),
  });
  const onPaste = (event: ClipboardEvent) => {
    const column = (event.target as HTMLInputElement).name.split('.').at(-1) as PasteColumn;
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (props.onPaste(pasted, column)) event.preventDefault();
  };
  return (
    <fieldset class="panel user-row" onPaste={onPaste}>
      <legend class="unseen">{words().user(props.index + 1)}</legend>
      <div class="user-row-head">
        <b aria-hidden="true">{words().user(props.index + 1)}</b>
        <Show when={props.removable}>
          <IconButton size="small" icon={X} label={words().removeRow(props.index + 1)} tipSide="end" onClick={() => props.onRemove()} />
        </Show>
      </div>
      <div class="user-row-fields">
        <TextInput {...text('firstName')} />
        <TextInput {...text('lastName')} />
        <TextInput {...text('email')} type="email" />
        <TextInput {...text('loginName')} optional hint={props.index === 0 ? words().loginHint : undefined} />
        <SelectInput
          name={name('role')}
          label={words().role}
          required
          value={props.user.role}
          error={props.form.errorOf(name('role'))}
          onChange={(role) => change('role', role)}
          options={(['customer_user', 'customer_admin'] as const).map((role) => ({ value: role, label: shell().states.role[role] }))}
        />
        <Show when={props.user.role === 'customer_user'}>
          <div class="user-row-permission">
            <SelectInput
              name={name('staffPermission')}
              label={words().permission}
              required
              value={props.user.staffPermission}
              error={props.form.errorOf(name('staffPermission'))}
              onChange={(permission) => change('staffPermission', permission)}
              options={[
                { value: 'assigned_services', label: words().assigned },
                { value: 'staff_member', label: words().staff },
              ]}
            />
          </div>
        </Show>
      </div>
      <Show when={props.services.length > 0}>
        <ServiceChoices
          name={name('services')}
          services={props.services}
          chosen={props.user.services}
          wanted={props.wanted}
          error={props.form.errorOf(name('services'))}
          onChange={(services) => change('services', services)}
        />
      </Show>
      <CheckInput
        name={name('sendActivationEmail')}
        label={words().sendEmail}
        checked={props.user.sendActivationEmail}
        onChange={(send) => change('sendActivationEmail', send)}
      />
      <Show when={!props.user.sendActivationEmail}>
        <p class="small soft user-row-note">{words().sendEmailOff}</p>
      </Show>
    </fieldset>
  );
};
