import { useNavigate } from '@solidjs/router';
import { failureKinds, isFailureCode } from '../../domain/failure/failure-code.js';
import type { ThreadAction } from '../components/thread.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { LiveThread, type ThreadNext, type ThreadNow } from '../timeline/live-thread.js';
import { licenceTitle, type Customer } from './customer.data.js';
import type { CustomerDialogName, OpenDialog } from './dialogs.js';

const timeline = messages('timeline');
const customer = messages('customer');

interface CustomerThreadProps {
  readonly customer: Customer;
  readonly onOpen: (dialog: OpenDialog) => void;
  readonly onRetryFailed: () => void;
  readonly retrying: boolean;
}

const emailDialogs: Readonly<Record<string, CustomerDialogName>> = {
  move: 'moveEmail',
  send_now: 'sendEmailNow',
  call_off: 'callOffEmail',
};

/** What was refused for good is refused again until something has changed: another try isn't what to press first. */
const retryHelps = ({ problem }: ThreadNow): boolean =>
  !problem || !isFailureCode(problem.code) || failureKinds[problem.code].retry === 'yes';

/** The thread of a customer, with each action where it belongs. */
export const CustomerThread = (props: CustomerThreadProps) => {
  const navigate = useNavigate();
  const titleOf = (id: string | null) => {
    const licence = props.customer.subscriptions.find((one) => one.id === id || (id !== null && one.processId === id));
    return licence && licenceTitle(licence);
  };
  const actionsNow = (point: ThreadNow): ThreadAction[] => {
    if (point.kind === 'order' && may('order.read'))
      return [{ label: timeline().actions.open_order, run: () => navigate(`/orders/${point.subjectId}`) }];
    const open = { label: timeline().actions.open, run: () => navigate(`/processes/${point.processId}`) };
    const isTroubled = point.retryAttempt !== null || point.stuckSince !== null;
    const isLicence = point.kind === 'licence' && may('licence.write');
    const giveUp = () => props.onOpen({ about: 'licence', name: 'giveUp', licenceId: point.subjectId });
    if (point.state !== 'needs_attention') {
      if (!isTroubled) return [];
      return [...(may('process.retry') ? [open] : []), ...(isLicence ? [{ label: customer().actions.giveUp, run: giveUp }] : [])];
    }
    if (isLicence) {
      return [
        { label: timeline().actions.retry_now, primary: retryHelps(point), busy: props.retrying, run: props.onRetryFailed },
        { label: customer().actions.giveUp, run: giveUp },
      ];
    }
    return may('process.retry') ? [open] : [];
  };
  const actionsNext = (point: ThreadNext): ThreadAction[] => {
    if (point.kind === 'account_email') {
      const allowed = may('account_email.write') ? point.actions : [];
      const actions = allowed.map((name): ThreadAction => {
        const dialog = emailDialogs[name];
        return { label: timeline().actions[name], run: () => dialog && props.onOpen({ about: 'customer', name: dialog }) };
      });
      const preview = { label: timeline().actions.preview, run: () => props.onOpen({ about: 'customer', name: 'previewEmail' }) };
      return may('message.read') ? [...actions, preview] : actions;
    }
    if (point.kind !== 'licence_start' || !may('licence.write')) return [];
    const licenceId = point.subjectId;
    return [
      { label: timeline().actions.move, run: () => props.onOpen({ about: 'licence', name: 'moveStart', licenceId }) },
      { label: customer().actions.endPlan, run: () => props.onOpen({ about: 'licence', name: 'endPlan', licenceId }) },
    ];
  };
  return (
    <section class="panel" aria-label={customer().thread}>
      <div class="panel-head">
        <h2>{customer().thread}</h2>
      </div>
      <div class="panel-body">
        <LiveThread
          subject={{ customerId: props.customer.id }}
          timeZone={props.customer.timeZone}
          titleOf={titleOf}
          actionsNow={actionsNow}
          actionsNext={actionsNext}
          linkProcesses={may('process.engine')}
        />
      </div>
    </section>
  );
};
