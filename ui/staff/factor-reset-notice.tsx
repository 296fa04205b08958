import { Show } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { toast } from '../components/toast.js';
import { formatDateTimeZone } from '../format/times.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { nameOf } from './staff-columns.js';
import { refreshStaff, type StaffMember } from './staff.data.js';

const staff = messages('staff');
const words = () => staff().reset;

interface FactorResetNoticeProps {
  readonly member: StaffMember;
  readonly reset: NonNullable<StaffMember['reset']>;
}

/** C18: that an operator's second factor be taken away waits for a second person: who asks, why, until when, and what can be said to it. */
export const FactorResetNotice = (props: FactorResetNoticeProps) => {
  const command = createCommand();
  const say = async (act: () => Promise<unknown>, done: string) => {
    if (await command.run(act)) toast('done', done);
    await refreshStaff();
  };
  const approve = () => {
    const { id } = props.reset;
    void say(() => api.staff.approveFactorReset.mutate({ id }), staff().done.factorReset);
  };
  const callOff = () => {
    const { id } = props.reset;
    void say(() => api.staff.callOffFactorReset.mutate({ id }), staff().done.calledOff);
  };
  return (
    <section class="notice notice-wide" data-tone="needs-you" aria-label={words().title}>
      <p>
        {words().asked(props.reset.askedByName, nameOf(props.member))} “{props.reset.reason}”.{' '}
        {props.reset.isMine ? words().waits : words().check} {words().until(formatDateTimeZone(props.reset.expiresAt))}
      </p>
      <FormFailure failure={command.failure()} />
      <Show when={may('staff.factor')}>
        <div class="row row-wrap">
          <Show when={props.reset.mayApprove}>
            <Button kind="danger" busy={command.busy()} onClick={approve}>
              {words().approve}
            </Button>
          </Show>
          <Button busy={command.busy()} onClick={callOff}>
            {words().callOff}
          </Button>
        </div>
      </Show>
    </section>
  );
};
