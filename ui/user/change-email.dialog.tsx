import { createSignal } from 'solid-js';
import { requiredEmail } from '../../domain/text/safe-text.js';
import { api } from '../api.js';
import { TextInput } from '../components/text-input.js';
import { FormDialog } from '../customer/form-dialog.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { UserDialogProps } from './dialogs.js';

const user = messages('user');
const schema = requiredEmail();

/** B13: another e-mail address; it counts once the link sent there was followed. */
const ChangeEmailDialog = (props: UserDialogProps) => {
  const [email, setEmail] = createSignal('');
  const fresh = () => props.user.state === 'not_activated';
  const form = createFormState(() => {
    const parsed = schema.safeParse(email());
    return parsed.success ? [] : [{ field: 'email', code: parsed.error.issues[0]?.message ?? 'email', params: {} }];
  });
  return (
    <FormDialog
      title={user().dialogs.email}
      save={fresh() ? user().dialogs.emailSaveNew : user().dialogs.emailSave}
      done={fresh() ? user().done.emailChanged : user().done.emailAsked}
      form={form}
      act={() => api.users.changeEmail.mutate({ id: props.user.id, email: email() })}
      onClose={props.onClose}
    >
      <p>
        {user().facts.email}: <b>{props.user.email}</b>
      </p>
      <TextInput
        name="email"
        type="email"
        label={user().form.email}
        hint={fresh() ? user().form.emailHintNew : user().form.emailHint}
        value={email()}
        maxLength={300}
        error={form.errorOf('email')}
        onInput={(address) => {
          setEmail(address);
          form.changed('email');
        }}
      />
    </FormDialog>
  );
};

export default ChangeEmailDialog;
