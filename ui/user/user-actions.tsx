import Ellipsis from 'lucide-solid/icons/ellipsis';
import { Show } from 'solid-js';
import { mayImpersonate } from '../../domain/permission/permissions.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { Menu, type MenuItem } from '../components/menu.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { UserDialogName } from './dialogs.js';
import { createToldCommand } from './told-command.js';
import type { User } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().actions;

interface UserActionsProps {
  readonly user: User;
  readonly onOpen: (name: UserDialogName) => void;
}

interface QuickDeed {
  readonly label: string;
  readonly done: string;
  readonly act: (input: { id: string }) => Promise<unknown>;
}

const passwordLink = (): QuickDeed => ({
  label: words().passwordLink,
  done: user().done.passwordLinkSent,
  act: (input) => api.users.sendPasswordLink.mutate(input),
});

/** What gets the user in again, by the state that keeps it out. */
const quickDeed = ({ state, hasPassword }: User): QuickDeed | undefined => {
  if (state === 'ready' && !hasPassword) return may('user.credentials') ? passwordLink() : undefined;
  if (state === 'locked') return { label: words().unlock, done: user().done.unlocked, act: (input) => api.users.unlock.mutate(input) };
  if (state === 'not_activated')
    return { label: words().resend, done: user().done.resent, act: (input) => api.users.resendActivation.mutate(input) };
  return state === 'disabled'
    ? { label: words().enable, done: user().done.enabled, act: (input) => api.users.enable.mutate(input) }
    : undefined;
};

/** One primary action by state, the rest in a menu. */
export const UserActions = (props: UserActionsProps) => {
  const command = createToldCommand();
  const quick = () => (may('user.write') && props.user.customerState === 'active' ? quickDeed(props.user) : undefined);
  const run = (deed: QuickDeed) => {
    const act = () => deed.act({ id: props.user.id });
    return command.run(act, deed.done);
  };
  const sendLink = () => void run(passwordLink());
  const items = () => menuItems(props.user, props.onOpen, sendLink);
  return (
    <>
      <Show when={quick()}>
        {(deed) => (
          <Button kind="primary" busy={command.busy()} onClick={() => void run(deed())}>
            {deed().label}
          </Button>
        )}
      </Show>
      <Show when={props.user.invitationLost && may('user.write') && may('user.address') && props.user.customerState === 'active'}>
        <Button onClick={() => props.onOpen('email')}>{words().correctEmail}</Button>
      </Show>
      <Show when={items().length > 0}>
        <Menu icon={Ellipsis} side="end" label={shell().actions.more} items={items()} />
      </Show>
    </>
  );
};

const menuItems = (one: User, open: (name: UserDialogName) => void, sendLink: () => void): MenuItem[] => {
  const { state, id, role } = one;
  const own = me()?.user;
  const item = (name: UserDialogName, label: string, danger = false): MenuItem => ({ label, danger, onSelect: () => open(name) });
  const acts = may('user.impersonate') && own !== undefined && own.id !== id && mayImpersonate(own.role, role);
  const active = state === 'ready' || state === 'locked';
  const passwords = may('user.password') && own?.id !== id;
  return [
    ...(may('user.write')
      ? [
          item('edit', words().edit),
          ...(may('user.credentials') ? [item('loginName', words().loginName)] : []),
          ...(may('user.address') ? [item('email', words().email)] : []),
          ...(may('user.grant_admin') ? [item('role', words().role)] : []),
        ]
      : []),
    ...(passwords && active ? [item('password', words().password)] : []),
    ...(may('user.credentials') && active && one.hasPassword ? [{ label: words().passwordLink, onSelect: sendLink }] : []),
    ...(passwords && state === 'not_activated' ? [item('activate', words().activate)] : []),
    ...(acts ? [{ ...item('impersonate', words().impersonate), unavailable: state === 'ready' ? undefined : words().onlyReady }] : []),
    ...(may('user.write') && state !== 'disabled' ? [item('disable', words().disable, true)] : []),
    ...(may('factor.reset') && own?.id !== id && one.factorSince !== null ? [item('factor', words().factor, true)] : []),
    ...(may('user.delete') ? [item('delete', words().delete, true)] : []),
  ];
};
