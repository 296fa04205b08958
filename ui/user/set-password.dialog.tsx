import { createSignal } from 'solid-js';
import { passwordLength } from '../../domain/user/user.js';
import { api } from '../api.js';
import { PasswordInput } from '../components/text-input.js';
import { FormDialog } from '../customer/form-dialog.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDialogProps } from './dialogs.js';

const user = messages('user');
const words = () => user().dialogs;

/** B18, B22: a password that an administrator gives: to an active user, or to one whom it activates by hand. */
const SetPasswordDialog = (props: UserDialogProps) => {
  const [password, setPassword] = createSignal('');
  const byHand = () => props.user.state === 'not_activated';
  const form = createFormState(() =>
    password().length < passwordLength.min ? [{ field: 'password', code: 'password_short', params: {} }] : [],
  );
  const act = () => {
    const input = { id: props.user.id, password: password() };
    return byHand() ? api.users.activateByHand.mutate(input) : api.users.setPassword.mutate(input);
  };
  return (
    <FormDialog
      title={byHand() ? words().activate(nameOf(props.user)) : words().password(nameOf(props.user))}
      save={byHand() ? words().activateSave : words().passwordSave}
      done={byHand() ? user().done.activated : user().done.passwordSet}
      form={form}
      act={act}
      onClose={props.onClose}
    >
      <p>{byHand() ? words().activateNote : words().passwordNote}</p>
      <PasswordInput
        name="password"
        label={user().form.password}
        hint={user().form.passwordHint(passwordLength.min)}
        value={password()}
        autocomplete="new-password"
        error={form.errorOf('password')}
        onInput={(text) => {
          setPassword(text);
          form.changed('password');
        }}
      />
    </FormDialog>
  );
};

export default SetPasswordDialog;
