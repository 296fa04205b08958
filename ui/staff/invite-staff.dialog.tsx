import { useNavigate } from '@solidjs/router';
import { Show, createSignal } from 'solid-js';
import { mayHaveRole, staffInvitation, staffRoles, type StaffRole } from '../../domain/staff/staff.js';
import { languages } from '../../domain/customer/customer.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { Dialog } from '../components/dialog.js';
import { FormFailure } from '../components/form-failure.js';
import { ChoiceInput, SelectInput } from '../components/select-input.js';
import { TextInput } from '../components/text-input.js';
import { toast } from '../components/toast.js';
import { createFormState, type FormState } from '../form-state.js';
import { language, messages } from '../i18n.js';
import { me } from '../session/session.js';
import { refreshStaff, useChannels } from './staff.data.js';

const shell = messages('shell');
const staff = messages('staff');
const words = () => staff().inviteForm;

interface Draft {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly language: string;
  readonly role: StaffRole;
  readonly channelId: string;
}

const inputOf = ({ role, channelId, ...person }: Draft): unknown =>
  role === 'reseller_admin' ? { ...person, role, channelId } : { ...person, role };

const issuesOf = (draft: Draft) => {
  const parsed = staffInvitation.safeParse(inputOf(draft));
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), code: message, params: {} }));
};

/** C20: invites somebody; the link in their mailbox lets them choose a password. */
const InviteStaffDialog = (props: { readonly onClose: () => void }) => {
  const navigate = useNavigate();
  const channels = useChannels();
  const roles = staffRoles.filter((role) => mayHaveRole(me()?.user.role ?? 'support', role));
  const [draft, setDraft] = createSignal<Draft>({
    firstName: '',
    lastName: '',
    email: '',
    language: language(),
    role: roles.at(-1) ?? 'reseller_admin',
    channelId: me()?.channel?.id ?? '',
  });
  const form = createFormState(() => issuesOf(draft()));
  const set = (field: keyof Draft) => (value: string) => {
    setDraft((before) => ({ ...before, [field]: value }));
    form.changed(field);
  };
  const invite = async () => {
    const { userId } = await api.staff.invite.mutate(staffInvitation.parse(inputOf(draft())));
    toast('done', words().done(draft().email));
    navigate(`/staff/${userId}`);
    void refreshStaff();
  };
  const footer = (
    <>
      <Button onClick={() => props.onClose()}>{shell().actions.cancel}</Button>
      <Button type="submit" kind="primary" busy={form.busy()}>
        {words().send}
      </Button>
    </>
  );
  return (
    <Dialog
      title={staff().invite}
      onClose={() => props.onClose()}
      onSubmit={() => void form.send(invite)}
      held={form.busy()}
      footer={footer}
    >
      <Person draft={draft()} form={form} set={set} />
      <Show when={roles.length > 1}>
        <ChoiceInput
          name="role"
          label={staff().columns.role}
          value={draft().role}
          onChange={set('role')}
          options={roles.map((role) => ({ value: role, label: shell().states.role[role], detail: staff().roleDetails[role] }))}
        />
      </Show>
      <Show when={draft().role === 'reseller_admin' && channels.isSuccess}>
        <SelectInput
          name="channelId"
          label={staff().columns.channel}
          required
          value={draft().channelId}
          error={form.errorOf('channelId')}
          options={[
            { value: '', label: words().chooseChannel },
            ...(channels.data ?? []).map(({ id, name, tier }) => ({ value: id, label: tier === 2 ? `— ${name}` : name })),
          ]}
          onChange={set('channelId')}
        />
      </Show>
      <SelectInput
        name="language"
        label={words().language}
        required
        value={draft().language}
        options={languages.map((tongue) => ({ value: tongue, label: shell().topBar.languages[tongue] }))}
        onChange={set('language')}
      />
      <p class="small soft">{words().note}</p>
      <FormFailure failure={form.failure()} />
    </Dialog>
  );
};

interface PersonProps {
  readonly draft: Draft;
  readonly form: FormState;
  readonly set: (field: keyof Draft) => (value: string) => void;
}

const Person = (props: PersonProps) => {
  const field = (name: 'firstName' | 'lastName' | 'email', label: string, type: 'text' | 'email' = 'text') => (
    <TextInput
      name={name}
      label={label}
      type={type}
      maxLength={254}
      value={props.draft[name]}
      error={props.form.errorOf(name)}
      onBlur={() => props.form.touch(name)}
      onInput={(text) => props.set(name)(text)}
    />
  );
  return (
    <>
      {field('firstName', words().firstName)}
      {field('lastName', words().lastName)}
      {field('email', words().email, 'email')}
    </>
  );
};

export default InviteStaffDialog;
