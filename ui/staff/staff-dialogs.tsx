import { Match, Switch } from 'solid-js';
import { api } from '../api.js';
import type { LedgerRow } from '../components/confirm-ledger.js';
import { LedgerDialog } from '../customer/ledger-dialog.js';
import { messages } from '../i18n.js';
import { nameOf } from './staff-columns.js';
import { refreshStaff, type StaffMember } from './staff.data.js';

const shell = messages('shell');
const staff = messages('staff');
const words = () => staff().dialogs;

export type StaffDialogName = 'role' | 'disable' | 'delete' | 'factor';

interface StaffDialogProps {
  readonly name: StaffDialogName;
  readonly member: StaffMember;
  readonly onClose: () => void;
  /** The person is on no page any more. */
  readonly onGone: () => void;
}

const sessions = (): LedgerRow => ({ label: words().sessions, before: words().open, after: words().ended });

/** The decisions about one of the staff or of a reseller (C20, C18). */
export const StaffDialog = (props: StaffDialogProps) => {
  const id = () => props.member.id;
  const state = () => shell().states.user[props.member.state];
  const other = () => (props.member.role === 'operator' ? ('support' as const) : ('operator' as const));
  const refresh = () => void refreshStaff();
  return (
    <Switch>
      <Match when={props.name === 'role'}>
        <LedgerDialog
          title={words().role(nameOf(props.member))}
          rows={[
            { label: staff().columns.role, before: shell().states.role[props.member.role], after: shell().states.role[other()] },
            sessions(),
          ]}
          consequence={staff().roleDetails[other()]}
          verb={words().roleVerb(shell().states.role[other()])}
          kind="primary"
          reason="none"
          act={() => api.staff.changeRole.mutate({ id: id(), role: other() })}
          done={staff().done.saved}
          onClose={props.onClose}
          onDone={refresh}
        />
      </Match>
      <Match when={props.name === 'disable'}>
        <LedgerDialog
          title={words().disable(nameOf(props.member))}
          rows={[{ label: staff().columns.state, before: state(), after: shell().states.user.disabled }, sessions()]}
          consequence={words().disableText}
          verb={words().disableVerb}
          reason="required"
          act={(reason) => api.staff.disable.mutate({ id: id(), reason })}
          done={staff().done.disabled}
          onClose={props.onClose}
          onDone={refresh}
        />
      </Match>
      <Match when={props.name === 'delete'}>
        <LedgerDialog
          title={words().delete(nameOf(props.member))}
          rows={[{ label: staff().columns.state, before: state(), after: words().gone }, sessions()]}
          consequence={words().deleteText}
          verb={words().deleteVerb}
          reason="required"
          act={(reason) => api.staff.delete.mutate({ id: id(), reason })}
          done={staff().done.deleted}
          onClose={props.onClose}
          onDone={props.onGone}
        />
      </Match>
      <Match when={props.name === 'factor'}>
        <LedgerDialog
          title={words().factor(nameOf(props.member))}
          rows={[{ label: staff().columns.factor, before: staff().factorOn, after: staff().factorOff }, sessions()]}
          consequence={props.member.factorTakesTwo ? words().factorAskText : words().factorText}
          verb={props.member.factorTakesTwo ? words().factorAsk : words().factorVerb}
          reason="required"
          act={(reason) => api.staff.resetFactor.mutate({ id: id(), reason })}
          done={props.member.factorTakesTwo ? staff().done.factorAsked : staff().done.factorReset}
          onClose={props.onClose}
          onDone={refresh}
        />
      </Match>
    </Switch>
  );
};
