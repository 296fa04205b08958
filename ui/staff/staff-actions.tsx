import Ellipsis from 'lucide-solid/icons/ellipsis';
import { Show } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { Menu, type MenuItem } from '../components/menu.js';
import { toast } from '../components/toast.js';
import { failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { StaffDialogName } from './staff-dialogs.js';
import { refreshStaff, type StaffMember } from './staff.data.js';

const shell = messages('shell');
const staff = messages('staff');
const words = () => staff().actions;

interface QuickDeed {
  readonly label: string;
  readonly done: string;
  readonly act: (input: { id: string }) => Promise<unknown>;
}

const passwordLink = (): QuickDeed => ({
  label: words().passwordLink,
  done: staff().done.passwordLink,
  act: (input) => api.staff.sendPasswordLink.mutate(input),
});

/** What gets somebody in again, by the state that keeps them out. */
const quickDeed = ({ state }: StaffMember): QuickDeed | undefined => {
  if (state === 'locked') return { label: words().unlock, done: staff().done.saved, act: (input) => api.staff.unlock.mutate(input) };
  if (state === 'not_activated')
    return { label: words().resend, done: staff().done.resent, act: (input) => api.staff.resendInvitation.mutate(input) };
  if (state === 'disabled') return { label: words().enable, done: staff().done.enabled, act: (input) => api.staff.enable.mutate(input) };
  return undefined;
};

/** One primary action by state, the rest in a menu. */
export const StaffActions = (props: { readonly member: StaffMember; readonly onOpen: (name: StaffDialogName) => void }) => {
  const command = createCommand();
  const manages = () => props.member.mayManage && may('staff.write');
  const run = async (deed: QuickDeed) => {
    const { id } = props.member;
    const isDone = await command.run(() => deed.act({ id }));
    const failure = command.failure();
    if (isDone) toast('done', deed.done);
    else if (failure) toast('failed', failureText(failure));
    await refreshStaff();
  };
  const item = (name: StaffDialogName, label: string, danger = false): MenuItem => ({
    label,
    danger,
    onSelect: () => props.onOpen(name),
  });
  const items = (): MenuItem[] => {
    const { role, state, factorSince, factorTakesTwo, id, reset } = props.member;
    const active = state === 'ready' || state === 'locked';
    const mayReset = may('staff.factor') && id !== me()?.user.id && (factorTakesTwo || props.member.mayManage);
    return [
      ...(manages() && role !== 'reseller_admin' ? [item('role', words().role)] : []),
      ...(manages() && active ? [{ label: words().passwordLink, onSelect: () => void run(passwordLink()) }] : []),
      ...(mayReset && factorSince !== null && reset === null
        ? [item('factor', factorTakesTwo ? words().factorAsk : words().factor, true)]
        : []),
      ...(manages() && state !== 'disabled' ? [item('disable', words().disable, true)] : []),
      ...(manages() ? [item('delete', words().delete, true)] : []),
    ];
  };
  return (
    <>
      <Show when={manages() && quickDeed(props.member)}>
        {(deed) => (
          <Button kind="primary" busy={command.busy()} onClick={() => void run(deed())}>
            {deed().label}
          </Button>
        )}
      </Show>
      <Show when={items().length > 0}>
        <Menu icon={Ellipsis} side="end" label={shell().actions.more} items={items()} />
      </Show>
    </>
  );
};
