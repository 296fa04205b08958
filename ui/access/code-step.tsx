import { createSignal, onMount } from 'solid-js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { CodeInput } from '../second-factor/code-input.js';

const access = messages('access');
const words = () => access().code;

interface CodeStepProps {
  readonly challenge: string;
  readonly onSignedIn: () => Promise<void>;
  /** Back to login name and password. */
  readonly onAgain: () => void;
}

/** The second step of signing in (C18): a code of the app, or a recovery code. */
export const CodeStep = (props: CodeStepProps) => {
  const [code, setCode] = createSignal('');
  const form = createFormState(() => (code().trim() === '' ? [{ field: 'code', code: 'required', params: {} }] : []));
  let frame!: HTMLFormElement;
  onMount(() => frame.querySelector('input')?.focus());
  const isOver = () => form.failure()?.code === 'challenge_over';
  const signIn = async () => {
    await api.auth.signInWithCode.mutate({ challenge: props.challenge, code: code() });
    await props.onSignedIn();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isOver()) void form.send(signIn);
  };
  return (
    <form ref={frame} class="panel access-form" novalidate onSubmit={submit}>
      <p>{words().text}</p>
      <CodeInput
        label={words().label}
        hint={words().hint}
        value={code()}
        error={form.errorOf('code')}
        onInput={(text) => {
          setCode(text);
          form.changed('code');
        }}
      />
      <FormFailure failure={form.failure()} />
      <Button type="submit" kind="primary" busy={form.busy()} disabled={isOver()}>
        {access().signIn}
      </Button>
      <Button onClick={() => props.onAgain()}>{words().again}</Button>
      <p class="small soft">{words().lost}</p>
    </form>
  );
};
