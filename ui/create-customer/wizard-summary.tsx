import { For, Show } from 'solid-js';
import { FactList } from '../components/fact-list.js';
import type { ServicePlan } from '../customer-form/plan-choices.js';
import { messages } from '../i18n.js';
import type { WizardDraft } from './draft.js';
import { emailWhenText, personName, planLines } from './wizard-words.js';

const words = messages('createCustomer');

/** What the form comes to, while it is filled in. */
export const WizardSummary = (props: { readonly draft: WizardDraft; readonly plans: readonly ServicePlan[] }) => {
  const facts = () => {
    const { company, city, stateOrProvince, accountName, contact } = props.draft.facts;
    return [
      { label: words().facts.company, value: company },
      { label: words().facts.place, value: [city, stateOrProvince].filter(Boolean).join(', ') },
      { label: words().facts.accountName, value: accountName },
      { label: words().facts.firstUser, value: personName(props.draft) },
      { label: words().facts.email, value: contact.email },
      { label: words().facts.plans, value: <PlanLines draft={props.draft} plans={props.plans} /> },
      { label: words().facts.accountEmail, value: emailWhenText(props.draft) },
    ];
  };
  return (
    <Show when={props.draft.facts.company} fallback={<p class="soft">{words().summaryEmpty}</p>}>
      <FactList facts={facts()} />
    </Show>
  );
};

export const PlanLines = (props: { readonly draft: WizardDraft; readonly plans: readonly ServicePlan[] }) => (
  <Show when={props.draft.plansChoice !== ''} fallback="—">
    <ul class="stack-tight">
      <For each={planLines(props.draft, props.plans)} fallback={<li>{words().noPlans}</li>}>
        {(line) => <li>{line}</li>}
      </For>
    </ul>
  </Show>
);
