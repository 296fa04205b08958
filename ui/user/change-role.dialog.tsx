import { Show, createSignal } from 'solid-js';
import { api } from '../api.js';
import { ChoiceInput } from '../components/select-input.js';
import { FormDialog } from '../customer/form-dialog.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { UserDialogProps } from './dialogs.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().form;

/** B12: User or Administrator; for a user, which of the two staff permissions. */
const ChangeRoleDialog = (props: UserDialogProps) => {
  // eslint-disable-next-line solid/reactivity -- what stood there when the dialog opened.
  const [role, setRole] = createSignal<'customer_admin' | 'customer_user'>(props.user.role);
  // eslint-disable-next-line solid/reactivity
  const [permission, setPermission] = createSignal(props.user.staffPermission ?? 'assigned_services');
  const form = createFormState(() => []);
  return (
    <FormDialog
      title={user().dialogs.role}
      save={shell().actions.save}
      done={user().done.saved}
      form={form}
      act={() => api.users.changeRole.mutate({ id: props.user.id, role: role(), staffPermission: permission() })}
      onClose={props.onClose}
    >
      <ChoiceInput
        name="role"
        label={words().role}
        value={role()}
        onChange={(next) => setRole(next as 'customer_admin' | 'customer_user')}
        options={[
          { value: 'customer_user', label: words().user, detail: words().userDetail },
          { value: 'customer_admin', label: words().administrator, detail: words().administratorDetail },
        ]}
      />
      <Show when={role() === 'customer_user'}>
        <ChoiceInput
          name="staffPermission"
          label={words().permission}
          value={permission()}
          onChange={(next) => setPermission(next as 'assigned_services' | 'staff_member')}
          options={[
            { value: 'assigned_services', label: words().assigned, detail: words().assignedDetail },
            { value: 'staff_member', label: words().staff, detail: words().staffDetail },
          ]}
        />
      </Show>
    </FormDialog>
  );
};

export default ChangeRoleDialog;
