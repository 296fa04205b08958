import CircleCheck from 'lucide-solid/icons/circle-check';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show, onMount } from 'solid-js';
import { Button, ButtonLink } from '../components/button.js';
import '../components/dialog.css';
import { FactList } from '../components/fact-list.js';
import { PageHead } from '../components/page-head.js';
import { formatDate, formatDateTimeZone } from '../format/times.js';
import { language, messages } from '../i18n.js';
import { unitsText } from '../timeline/units.js';
import './create-customer.css';
import type { CreatedCustomer } from './draft.js';

const words = messages('createCustomer');

interface CreatedProps {
  readonly created: CreatedCustomer;
  readonly timeZone: string;
  readonly onAnother: () => void;
}

/** A9: the account was created; its account name, first user, licences, and when the e-mail goes out. */
export const Created = (props: CreatedProps) => {
  let page!: HTMLDivElement;
  onMount(() => {
    window.scrollTo(0, 0);
    page.querySelector('h1')?.focus();
  });
  const emailText = () => {
    const due = props.created.accountEmailDueAt;
    // A minute's grace: clocks differ, and "now" is due at the moment of saving.
    const soon = Date.parse(due) < Date.now() + 60_000;
    return soon ? words().created.emailNow : words().created.emailAt(formatDateTimeZone(due, props.timeZone));
  };
  const facts = () => [
    { label: words().created.accountName, value: props.created.accountName },
    {
      label: words().created.firstUser,
      value: `${props.created.firstUser.name} · ${words().administrator} · ${props.created.firstUser.loginName}`,
    },
    { label: words().created.licences, value: <CreatedLicences created={props.created} /> },
    { label: words().created.email, value: emailText() },
  ];
  return (
    <div class="created stack" ref={page}>
      <PageHead
        title={words().created.title}
        state={<CircleCheck size={24} class="created-mark" aria-hidden="true" />}
        below={words().created.lead(props.created.company)}
      />
      <Show when={props.created.engine === 'queued'}>
        <div class="notice" data-tone="needs-you" role="status">
          <TriangleAlert size={16} aria-hidden="true" />
          <p>{words().created.queued}</p>
        </div>
      </Show>
      <div class="panel panel-body">
        <FactList facts={facts()} />
      </div>
      <div class="row row-wrap">
        <ButtonLink kind="primary" href={`/customers/${props.created.customerId}`}>
          {words().created.open}
        </ButtonLink>
        <Button onClick={() => props.onAnother()}>{words().created.another}</Button>
      </div>
    </div>
  );
};

const CreatedLicences = (props: { readonly created: CreatedCustomer }) => (
  <ul class="stack-tight">
    <For each={props.created.licences} fallback={<li>{words().created.noLicences}</li>}>
      {(licence) => (
        <li>
          {words().created.licence(licence.planName[language()], unitsText(licence.units, licence.unitType), formatDate(licence.startDate))}
        </li>
      )}
    </For>
  </ul>
);
