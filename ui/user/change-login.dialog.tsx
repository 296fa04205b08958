import { createSignal } from 'solid-js';
import { loginNameSchema } from '../../domain/user/user-input.js';
import { api } from '../api.js';
import { TextInput } from '../components/text-input.js';
import { FormDialog } from '../customer/form-dialog.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { UserDialogProps } from './dialogs.js';

const shell = messages('shell');
const user = messages('user');

/** B13: the login name, changed on its own. */
const ChangeLoginDialog = (props: UserDialogProps) => {
  // eslint-disable-next-line solid/reactivity -- what stood there when the dialog opened.
  const [loginName, setLoginName] = createSignal(props.user.loginName);
  const form = createFormState(() => {
    const parsed = loginNameSchema.safeParse(loginName());
    return parsed.success ? [] : [{ field: 'loginName', code: parsed.error.issues[0]?.message ?? 'invalid', params: {} }];
  });
  return (
    <FormDialog
      title={user().dialogs.loginName}
      save={shell().actions.save}
      done={user().done.saved}
      form={form}
      act={() => api.users.changeLoginName.mutate({ id: props.user.id, loginName: loginName() })}
      onClose={props.onClose}
    >
      <TextInput
        name="loginName"
        label={user().form.loginName}
        hint={user().form.loginHint}
        value={loginName()}
        maxLength={200}
        error={form.errorOf('loginName')}
        onInput={(name) => {
          setLoginName(name);
          form.changed('loginName');
        }}
      />
    </FormDialog>
  );
};

export default ChangeLoginDialog;
