import CircleCheck from 'lucide-solid/icons/circle-check';
import { Match, Show, Switch, createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js';
import { isDomain, isTenantPrefix, tenantPrefix, tenantSuffix } from '../../domain/tenant/tenant-domain.js';
import { api } from '../api.js';
import { TextInput } from '../components/text-input.js';
import type { FormState } from '../form-state.js';
import { ProveDomain } from './prove-domain.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import '../customer-form/customer-form.css';
import { useQuery } from '../use-query.js';

const checkout = messages('checkout');
const shell = messages('shell');
const typingPauseMs = 400;

/** What was typed once its typing pauses, or an empty text while it isn't worth asking about. */
const createPaused = (value: Accessor<string>): Accessor<string> => {
  const [asked, setAsked] = createSignal('');
  createEffect(
    on(value, (text) => {
      const timer = setTimeout(() => setAsked(text), typingPauseMs);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  return asked;
};

interface DomainInputProps {
  readonly value: string;
  readonly form: FormState;
  readonly onInput: (value: string) => void;
  /** The vendor's answer about what is typed now makes the field wrong, or right again. */
  readonly onRefused: (typed: string | undefined) => void;
}

interface Answer {
  readonly pending: boolean;
  readonly failed: boolean;
  readonly good: boolean | undefined;
}

/** B33: the name of a new account; says while it is typed whether its domain is free. */
export const NewDomainInput = (props: DomainInputProps) => {
  const worthAsking = () => (may('order.place') && isTenantPrefix(tenantPrefix(props.value)) ? tenantPrefix(props.value) : '');
  const asked = createPaused(() => worthAsking());
  const check = useQuery(() => ({ ...api.checkout.checkDomain.queryOptions({ prefix: asked() }), enabled: asked() !== '', staleTime: 0 }));
  const current = () => asked() !== '' && asked() === worthAsking();
  const answer = (): Answer => ({
    pending: worthAsking() !== '' && (!current() || check.isPending),
    failed: current() && check.isError,
    good: current() && check.isSuccess ? check.data.free : undefined,
  });
  createEffect(() => props.onRefused(answer().good === false ? props.value : undefined));
  return (
    <TextInput
      name="tenant.prefix"
      label={checkout().tenant.prefix}
      value={props.value}
      maxLength={60}
      mono
      suffix={<span class="mono">{tenantSuffix}</span>}
      error={props.form.errorOf('tenant.prefix') ?? (answer().good === false ? shell().fieldIssues.tenant_domain_taken() : undefined)}
      hint={<Verdict answer={answer()} good={checkout().tenant.free} otherwise={checkout().tenant.prefixHint} />}
      onInput={(value) => {
        props.onInput(value);
        props.form.changed('tenant.prefix');
      }}
      onBlur={() => props.form.touch('tenant.prefix')}
    />
  );
};

/** B34: the domain of an account that is there already; says whether the vendor knows it. */
export const ExistingDomainInput = (props: DomainInputProps) => {
  const typed = () => props.value.trim().toLowerCase();
  const worthAsking = () => (may('order.place') && isDomain(typed()) ? typed() : '');
  const asked = createPaused(() => worthAsking());
  const check = useQuery(() => ({ ...api.checkout.findDomain.queryOptions({ domain: asked() }), enabled: asked() !== '', staleTime: 0 }));
  const current = () => asked() !== '' && asked() === worthAsking();
  const answer = (): Answer => ({
    pending: worthAsking() !== '' && (!current() || check.isPending),
    failed: current() && check.isError,
    good: current() && check.isSuccess ? check.data.found : undefined,
  });
  createEffect(() => props.onRefused(answer().good === false ? props.value : undefined));
  return (
    <>
      <TextInput
        name="tenant.domain"
        label={checkout().tenant.domain}
        value={props.value}
        maxLength={260}
        mono
        placeholder={`contoso${tenantSuffix}`}
        error={props.form.errorOf('tenant.domain') ?? (answer().good === false ? shell().fieldIssues.tenant_not_found() : undefined)}
        hint={<Verdict answer={answer()} good={checkout().tenant.found} otherwise={checkout().tenant.domainHint} />}
        onInput={(value) => {
          props.onInput(value);
          props.form.changed('tenant.domain');
        }}
        onBlur={() => props.form.touch('tenant.domain')}
      />
      <Show when={answer().good === false && check.data}>
        {(found) => <ProveDomain domain={found().domain} record={found().record} onAgain={() => void check.refetch()} />}
      </Show>
    </>
  );
};

const Verdict = (props: { readonly answer: Answer; readonly good: string; readonly otherwise: string }) => (
  <span role="status">
    <Switch fallback={props.otherwise}>
      <Match when={props.answer.good === true}>
        <span class="checked-free">
          <CircleCheck size={14} aria-hidden="true" /> {props.good}
        </span>
      </Match>
      <Match when={props.answer.failed}>{checkout().tenant.unchecked}</Match>
      <Match when={props.answer.pending}>{checkout().tenant.checking}</Match>
    </Switch>
  </span>
);
