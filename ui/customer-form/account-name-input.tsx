import CircleCheck from 'lucide-solid/icons/circle-check';
import { Match, Show, Switch, createEffect, createSignal, on, onCleanup } from 'solid-js';
import { accountNameKey, accountNameSchema } from '../../domain/customer/account-name.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { TextInput } from '../components/text-input.js';
import { messages } from '../i18n.js';
import { useQuery } from '../use-query.js';

const words = messages('customerForm');
const shell = messages('shell');
const typingPauseMs = 350;

interface AccountNameInputProps {
  readonly value: string;
  readonly channelId: string | undefined;
  /** The name that the customer has already; it needs no check. */
  readonly present?: string;
  readonly error?: string;
  readonly onInput: (value: string) => void;
  readonly onBlur: () => void;
  readonly onTaken: (name: string | undefined) => void;
}

/** An account name that says, while it is typed, whether it is free; a taken one offers another. */
export const AccountNameInput = (props: AccountNameInputProps) => {
  const [asked, setAsked] = createSignal('');
  const worthAsking = () =>
    accountNameSchema.safeParse(props.value).success && accountNameKey(props.value) !== accountNameKey(props.present ?? '');
  const check = useQuery(() => ({
    ...api.customers.checkAccountName.queryOptions({ accountName: asked(), channelId: props.channelId }),
    enabled: asked() !== '',
    staleTime: 0,
  }));
  createEffect(
    on(
      () => [props.value, props.channelId],
      () => {
        const timer = setTimeout(() => setAsked(worthAsking() ? props.value.trim() : ''), typingPauseMs);
        onCleanup(() => clearTimeout(timer));
      },
    ),
  );
  const current = () => worthAsking() && asked() === props.value.trim();
  const answer = () => (current() && check.isSuccess ? check.data : undefined);
  const taken = () => answer()?.state === 'taken';
  createEffect(() => props.onTaken(taken() ? props.value : undefined));
  const suggestion = () => {
    const known = answer();
    return known?.state === 'taken' ? known.suggestion : undefined;
  };
  return (
    <TextInput
      name="accountName"
      label={words().accountName}
      value={props.value}
      maxLength={80}
      onInput={props.onInput}
      onBlur={props.onBlur}
      error={props.error ?? (taken() ? shell().fieldIssues.account_name_taken() : undefined)}
      hint={
        <span role="status" class="row row-wrap">
          <Switch fallback={words().accountNameHint}>
            <Match when={suggestion()}>
              {(name) => (
                <Button size="small" onClick={() => props.onInput(name())}>
                  {words().useSuggestion(name())}
                </Button>
              )}
            </Match>
            <Match when={answer()?.state === 'free'}>
              <span class="checked-free">
                <CircleCheck size={14} aria-hidden="true" /> {words().accountNameFree}
              </span>
            </Match>
            <Match when={current() && check.isError}>{words().accountNameUnchecked}</Match>
            <Match when={worthAsking() && props.value !== ''}>
              <Show when={check.isFetching} fallback={words().accountNameHint}>
                {words().accountNameChecking}
              </Show>
            </Match>
          </Switch>
        </span>
      }
    />
  );
};
