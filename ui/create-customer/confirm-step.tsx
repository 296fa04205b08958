import type { JSX } from 'solid-js';
import { Button } from '../components/button.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { countryName } from '../customer-form/places.js';
import type { ServicePlan } from '../customer-form/plan-choices.js';
import { messages } from '../i18n.js';
import type { Channel } from './account-step.js';
import type { StepId, WizardDraft } from './draft.js';
import { PlanLines } from './wizard-summary.js';
import { emailWhenText, personName, promiseText } from './wizard-words.js';

const words = messages('createCustomer');
const shell = messages('shell');

interface ConfirmStepProps {
  readonly draft: WizardDraft;
  readonly plans: readonly ServicePlan[];
  readonly channels: readonly Channel[];
  readonly onEdit: (step: StepId) => void;
}

/** Everything once more, and in one sentence what Save will do. */
export const ConfirmStep = (props: ConfirmStepProps) => {
  const account = (): Fact[] => {
    const { facts } = props.draft;
    const { street1, street2, postalCode, country } = facts.address;
    const address = [
      street1,
      street2,
      [postalCode, facts.city].filter(Boolean).join(' '),
      facts.stateOrProvince,
      country && countryName(country),
    ];
    const label = words().facts;
    const optional: Fact[] = [
      { label: label.phone, value: facts.phone },
      { label: label.emergency, value: facts.emergencyEmail },
      { label: label.taxId, value: facts.taxId },
    ];
    return [
      { label: label.reseller, value: props.channels.find((channel) => channel.id === props.draft.channelId)?.name ?? '' },
      { label: label.company, value: facts.company },
      { label: label.accountName, value: facts.accountName },
      { label: label.address, value: address.filter(Boolean).join(', ') },
      { label: label.firstUser, value: `${personName(props.draft)} · ${words().administrator}` },
      { label: label.email, value: facts.contact.email },
      ...optional,
      { label: label.language, value: shell().topBar.languages[facts.language] },
      { label: label.timeZone, value: facts.timeZone },
      { label: label.accountEmail, value: emailWhenText(props.draft) },
    ].filter((fact) => fact.value !== '');
  };
  return (
    <>
      <p class="promise">{promiseText(props.draft, props.plans)}</p>
      <Section title={words().steps.account} onEdit={() => props.onEdit('account')}>
        <FactList facts={account()} />
      </Section>
      <Section title={words().steps.plans} onEdit={() => props.onEdit('plans')}>
        <PlanLines draft={props.draft} plans={props.plans} />
      </Section>
    </>
  );
};

const Section = (props: { readonly title: string; readonly onEdit: () => void; readonly children: JSX.Element }) => (
  <section class="panel" aria-label={props.title}>
    <div class="panel-head">
      <h2>{props.title}</h2>
      <Button size="small" kind="quiet" aria-label={`${words().edit}: ${props.title}`} onClick={() => props.onEdit()}>
        {words().edit}
      </Button>
    </div>
    <div class="panel-body">{props.children}</div>
  </section>
);
