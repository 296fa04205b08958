import { Match, Show, Switch, createMemo, createSignal, onMount } from 'solid-js';
import { reconcile } from 'solid-js/store';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { PageHead } from '../components/page-head.js';
import { toast } from '../components/toast.js';
import { WizardFrame } from '../components/wizard-frame.js';
import { usePlans } from '../customer-form/plan-choices.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { queryClient } from '../query-client.js';
import { me } from '../session/session.js';
import { AccountStep } from './account-step.js';
import { ConfirmStep } from './confirm-step.js';
import './create-customer.css';
import { Created } from './created.js';
import { emptyDraft, stepIds, useDraft, type StepId, type WizardDraft } from './draft.js';
import { PlansStep } from './plans-step.js';
import { stepIssues, stepOfField, wizardInput } from './wizard-input.js';
import { WizardSummary } from './wizard-summary.js';
import { useQuery } from '../use-query.js';
import { keepStepInAddress } from '../wizard-history.js';

const words = messages('createCustomer');

const CreateCustomerPage = () => {
  const { draft, setDraft, restored } = useDraft();
  const plans = usePlans();
  const channels = useQuery(() => ({ ...api.channels.list.queryOptions(undefined), staleTime: Infinity }));
  const knownPlans = () => (plans.isSuccess ? plans.data : []);
  const knownChannels = () => (channels.isSuccess ? channels.data : []);
  const channelNeeded = () => !me()?.channel;

  const [takenName, setTakenName] = createSignal<string>();
  const issuesOf = (step: StepId) => {
    const taken = step === 'account' && takenName() === draft.facts.accountName && takenName() !== undefined;
    return [
      ...stepIssues(step, draft, knownPlans(), channelNeeded()),
      ...(taken ? [{ field: 'accountName', code: 'account_name_taken', params: {} }] : []),
    ];
  };
  const forms = {
    account: createFormState(() => issuesOf('account')),
    plans: createFormState(() => issuesOf('plans')),
    confirm: createFormState(() => []),
  };
  const form = () => forms[draft.step];
  const complete = createMemo(() => ({ account: issuesOf('account').length === 0, plans: issuesOf('plans').length === 0, confirm: false }));
  const reached = (step: StepId) => stepIds.indexOf(step) <= stepIds.indexOf(draft.furthest);

  const goTo = (step: StepId) => {
    const further = stepIds.indexOf(step) > stepIds.indexOf(draft.furthest);
    setDraft(further ? { step, furthest: step } : { step });
    window.scrollTo(0, 0);
    queueMicrotask(() => document.querySelector<HTMLElement>('.wizard-form > h2')?.focus());
  };
  keepStepInAddress({ steps: () => stepIds, current: () => draft.step, show: (step) => goTo(step), reached });
  const save = async () => {
    const wrong = stepIds.find((step) => issuesOf(step).length > 0);
    if (wrong !== undefined) {
      goTo(wrong);
      forms[wrong].check();
      return;
    }
    await forms.confirm.send(async () => {
      const created = await api.customers.create.mutate(wizardInput(draft));
      void queryClient.invalidateQueries({ queryKey: ['customers.list'] });
      setDraft('created', created as never); // the store's setter takes no readonly arrays
    });
    const fault = forms.confirm.failure()?.issues[0];
    const taken = forms.confirm.failure()?.code === 'account_name_taken';
    const failure = forms.confirm.failure();
    if (failure === undefined || (fault === undefined && !taken)) return;
    const target = stepOfField(fault?.field ?? 'accountName');
    forms[target].adopt(taken ? { ...failure, issues: [{ field: 'accountName', code: 'account_name_taken', params: {} }] } : failure);
    goTo(target);
  };
  const next = () => {
    if (draft.step === 'confirm') void save();
    else if (form().check()) goTo(draft.step === 'account' ? 'plans' : 'confirm');
  };
  const startAnew = (with_: Partial<WizardDraft> = {}) => {
    setDraft(reconcile({ ...emptyDraft(), ...with_ }));
    Object.values(forms).forEach((one) => one.reset());
    window.scrollTo(0, 0);
  };
  const discard = () => {
    const thrown = JSON.parse(JSON.stringify(draft)) as WizardDraft;
    startAnew();
    toast('done', words().discarded, { label: words().bringBack, run: () => setDraft(reconcile(thrown)) });
  };
  onMount(() => {
    if (restored) toast('done', words().restored);
  });
  return (
    <Show
      when={!draft.created}
      fallback={
        <Created created={draft.created!} timeZone={draft.facts.timeZone} onAnother={() => startAnew({ channelId: draft.channelId })} />
      }
    >
      <PageHead title={words().title} />
      <WizardFrame
        label={words().stepsLabel}
        steps={stepIds.map((id) => ({ id, title: words().steps[id], reachable: reached(id), complete: reached(id) && complete()[id] }))}
        current={draft.step}
        onStep={(id) => goTo(id as StepId)}
        summaryTitle={words().summary}
        summary={draft.step === 'confirm' ? undefined : <WizardSummary draft={draft} plans={knownPlans()} />}
      >
        <h2 class="unseen" tabIndex={-1}>
          {words().steps[draft.step]}
        </h2>
        <form
          class="wizard-form"
          novalidate
          aria-label={words().steps[draft.step]}
          onSubmit={(event) => {
            event.preventDefault();
            next();
          }}
        >
          <Switch>
            <Match when={draft.step === 'account'}>
              <AccountStep
                draft={draft}
                setDraft={setDraft}
                form={forms.account}
                channels={knownChannels()}
                onAccountNameTaken={setTakenName}
              />
            </Match>
            <Match when={draft.step === 'plans'}>
              <PlansStep draft={draft} setDraft={setDraft} form={forms.plans} />
            </Match>
            <Match when={draft.step === 'confirm'}>
              <ConfirmStep draft={draft} plans={knownPlans()} channels={knownChannels()} onEdit={goTo} />
            </Match>
          </Switch>
          <FormFailure failure={form().failure()} />
          <WizardFoot
            step={draft.step}
            busy={forms.confirm.busy()}
            onBack={() => goTo(draft.step === 'confirm' ? 'plans' : 'account')}
            onDiscard={discard}
          />
        </form>
      </WizardFrame>
    </Show>
  );
};

const WizardFoot = (props: {
  readonly step: StepId;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onDiscard: () => void;
}) => (
  <div class="wizard-foot">
    <Show
      when={props.step !== 'account'}
      fallback={
        <Button kind="quiet" onClick={() => props.onDiscard()}>
          {words().discard}
        </Button>
      }
    >
      <Button onClick={() => props.onBack()}>{words().back}</Button>
    </Show>
    <div class="wizard-foot-end">
      <Button type="submit" kind="primary" busy={props.busy}>
        {props.step === 'account' ? words().next.plans : props.step === 'plans' ? words().next.confirm : words().save}
      </Button>
    </div>
  </div>
);

export default CreateCustomerPage;
