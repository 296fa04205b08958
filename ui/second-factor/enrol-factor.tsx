import { Show, createSignal, onMount, type JSX } from 'solid-js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { CopyButton } from '../components/copyable-id.js';
import { FormFailure } from '../components/form-failure.js';
import { QrCode } from '../components/qr-code.js';
import { Skeleton } from '../components/states.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { CodeInput } from './code-input.js';
import { RecoveryCodes } from './recovery-codes.js';
import './second-factor.css';

const account = messages('account');
const shell = messages('shell');
const words = () => account().factor;

interface EnrolFactorProps {
  /** The factor counts, and its recovery codes are kept. */
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}

/** Sets up a second factor (C18): what the app reads, its first code, the recovery codes. */
export const EnrolFactor = (props: EnrolFactorProps) => {
  const [offer, setOffer] = createSignal<{ readonly uri: string; readonly secret: string }>();
  const [code, setCode] = createSignal('');
  const [recoveryCodes, setRecoveryCodes] = createSignal<readonly string[]>();
  const form = createFormState(() => (offer() && code().trim() === '' ? [{ field: 'code', code: 'required', params: {} }] : []));
  const begin = () =>
    form.send(async () => {
      setOffer(await api.self.beginFactor.mutate(undefined));
      setCode('');
      form.reset();
    });
  const confirm = async () => {
    const told = await api.self.confirmFactor.mutate({ code: code() });
    setRecoveryCodes(told.recoveryCodes);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void form.send(confirm);
  };
  onMount(() => void begin());
  const isOver = () => form.failure()?.code === 'challenge_over';
  return (
    <Show
      when={recoveryCodes()}
      fallback={
        <Show
          when={offer()}
          fallback={
            <Waiting
              busy={form.busy()}
              failure={<FormFailure failure={form.failure()} />}
              onRetry={() => void begin()}
              onCancel={props.onCancel}
            />
          }
        >
          {(shown) => (
            <form class="stack" novalidate onSubmit={submit}>
              <ol class="factor-steps">
                <li>
                  <div>
                    <p>{words().scan}</p>
                    <QrCode text={shown().uri} label={words().qr} />
                    <div>
                      <p class="small soft">{words().byHand}</p>
                      <span class="factor-secret">
                        <code>{shown().secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
                        <CopyButton text={shown().secret} />
                      </span>
                    </div>
                  </div>
                </li>
                <li>
                  <div>
                    <CodeInput
                      label={words().firstCode}
                      hint={words().firstCodeHint}
                      value={code()}
                      error={form.errorOf('code')}
                      onInput={(text) => {
                        setCode(text);
                        form.changed('code');
                      }}
                    />
                    <FormFailure failure={form.failure()} />
                    <div class="row row-wrap">
                      <Button type="submit" kind="primary" busy={form.busy()}>
                        {words().confirm}
                      </Button>
                      <Show when={isOver()}>
                        <Button onClick={() => void begin()}>{words().again}</Button>
                      </Show>
                      <Show when={props.onCancel}>
                        <Button onClick={() => props.onCancel?.()}>{shell().actions.cancel}</Button>
                      </Show>
                    </div>
                  </div>
                </li>
              </ol>
            </form>
          )}
        </Show>
      }
    >
      {(codes) => <RecoveryCodes codes={codes()} onKept={() => props.onDone()} />}
    </Show>
  );
};

interface WaitingProps {
  readonly busy: boolean;
  readonly failure: JSX.Element;
  readonly onRetry: () => void;
  readonly onCancel?: () => void;
}

const Waiting = (props: WaitingProps) => (
  <Show when={!props.busy} fallback={<Skeleton kind="rows" lines={5} />}>
    <div class="stack">
      {props.failure}
      <div class="row row-wrap">
        <Button kind="primary" onClick={() => props.onRetry()}>
          {words().start}
        </Button>
        <Show when={props.onCancel}>
          <Button onClick={() => props.onCancel?.()}>{shell().actions.cancel}</Button>
        </Show>
      </div>
    </div>
  </Show>
);
