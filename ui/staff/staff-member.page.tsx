import { A, useNavigate, useParams } from '@solidjs/router';
import { For, Show, createSignal } from 'solid-js';
import { CopyableId } from '../components/copyable-id.js';
import '../components/dialog.css';
import { FactList } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { PageHead } from '../components/page-head.js';
import { Panel } from '../components/panel.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { formatDateTimeZone, formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { may, me } from '../session/session.js';
import { userTones } from '../state-tones.js';
import { SignInHistory } from '../users/sign-in-history.js';
import { FactorResetNotice } from './factor-reset-notice.js';
import { StaffActions } from './staff-actions.js';
import { StaffDialog, type StaffDialogName } from './staff-dialogs.js';
import { nameOf, placeOf } from './staff-columns.js';
import { forgetStaffList, refreshStaff, useStaffMember, type StaffMember } from './staff.data.js';

const shell = messages('shell');
const staff = messages('staff');

const StaffMemberPage = () => {
  const params = useParams<{ member: string }>();
  const found = useStaffMember(() => params.member);
  return (
    <QueryView query={found} waiting={<Skeleton kind="thread" lines={8} />}>
      {(member) => <Member member={member()} />}
    </QueryView>
  );
};

const Member = (props: { readonly member: StaffMember }) => {
  const navigate = useNavigate();
  const [dialog, setDialog] = createSignal<StaffDialogName>();
  const leave = () => {
    forgetStaffList();
    navigate('/staff');
    void refreshStaff();
  };
  return (
    <>
      <PageHead
        title={nameOf(props.member)}
        state={<StateChip tone={userTones[props.member.state]} label={shell().states.user[props.member.state]} />}
        below={
          <>
            <A href="/staff">{may('staff.factor') ? staff().title : staff().titleOfReseller}</A>
            <span>{shell().states.role[props.member.role]}</span>
            <span>{placeOf(props.member)}</span>
          </>
        }
        actions={<StaffActions member={props.member} onOpen={setDialog} />}
      />
      <Show when={props.member.reset}>{(reset) => <FactorResetNotice member={props.member} reset={reset()} />}</Show>
      <Show when={props.member.id === me()?.user.id}>
        <p class="notice">{staff().yourself}</p>
      </Show>
      <Show when={props.member.state === 'not_activated'}>
        <p class="notice" data-tone="waiting">
          {invitationText(props.member)}
        </p>
      </Show>
      <div class="subject subject-first">
        <div>
          <Panel title={staff().deeds.title}>
            <Deeds member={props.member} />
          </Panel>
          <Panel title={staff().history}>
            <SignInHistory of={{ userId: props.member.id }} />
          </Panel>
        </div>
        <div>
          <Facts member={props.member} />
        </div>
      </div>
      <Show when={dialog()} keyed>
        {(name) => <StaffDialog name={name} member={props.member} onClose={() => setDialog(undefined)} onGone={leave} />}
      </Show>
    </>
  );
};

const invitationText = ({ invitation }: StaffMember): string => {
  if (invitation === null) return staff().invitation.onItsWay;
  const isLiving = invitation.revokedAt === null && invitation.usedAt === null && Date.parse(invitation.expiresAt) > Date.now();
  return isLiving ? staff().invitation.until(formatDateTimeZone(invitation.expiresAt)) : staff().invitation.over;
};

const actionText = (action: string): string => staff().deeds.actions[action] ?? action;

/** What was done to somebody, by whom and why. */
const Deeds = (props: { readonly member: StaffMember }) => (
  <Show when={props.member.audit.length > 0} fallback={<p class="panel-body soft">{staff().deeds.none}</p>}>
    <div class="table-scroll">
      <table class="plain-table" aria-label={staff().deeds.title}>
        <thead>
          <tr>
            <th scope="col">{staff().deeds.when}</th>
            <th scope="col">{staff().deeds.what}</th>
            <th scope="col">{staff().deeds.who}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.member.audit}>
            {(row) => (
              <tr>
                <td>
                  <Moment at={row.at} show="absolute" brief />
                </td>
                <td>
                  {actionText(row.action)}
                  <Show when={row.reason}>{(reason) => <div class="small soft">{reason()}</div>}</Show>
                </td>
                <td>{row.actorName}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  </Show>
);

const Facts = (props: { readonly member: StaffMember }) => {
  const words = () => staff().columns;
  return (
    <Panel title={staff().facts} padded>
      <FactList
        facts={[
          { label: words().name, value: nameOf(props.member) },
          { label: words().loginName, value: props.member.loginName },
          { label: words().email, value: props.member.email },
          { label: words().role, value: shell().states.role[props.member.role] },
          { label: words().channel, value: placeOf(props.member) },
          {
            label: words().factor,
            value: props.member.factorSince === null ? staff().factorOff : <Moment at={props.member.factorSince} />,
          },
          { label: staff().inviteForm.language, value: shell().topBar.languages[props.member.language] },
          { label: words().created, value: formatDay(props.member.createdAt) },
          {
            label: words().lastSignIn,
            value: props.member.lastSignInAt === null ? staff().never : <Moment at={props.member.lastSignInAt} />,
          },
          { label: 'Id', value: <CopyableId id={props.member.id} /> },
        ]}
      />
    </Panel>
  );
};

export default StaffMemberPage;
