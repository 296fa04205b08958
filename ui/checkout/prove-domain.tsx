import { For, Show, createSignal } from 'solid-js';
import { domainMailboxes, type DomainMailbox } from '../../domain/tenant/domain-mailbox.js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { CopyableId } from '../components/copyable-id.js';
import { FormFailure } from '../components/form-failure.js';
import { messages } from '../i18n.js';

const checkout = messages('checkout');
const words = () => checkout().tenant.proof;

interface ProveDomainProps {
  readonly domain: string;
  readonly record: string;
  readonly onAgain: () => void;
}

/** B34: how whoever owns the account of a domain says that this customer may buy for it. */
export const ProveDomain = (props: ProveDomainProps) => {
  const command = createCommand();
  const [mailbox, setMailbox] = createSignal<DomainMailbox>('admin');
  const [askedAt, setAskedAt] = createSignal<string>();
  const ask = () => {
    const input = { domain: props.domain, mailbox: mailbox() };
    return command.run(async () => setAskedAt((await api.checkout.askDomainOwner.mutate(input)).to));
  };
  return (
    <fieldset class="stack">
      <legend class="form-legend">{words().title}</legend>
      <p class="soft">{words().text}</p>
      <p>{words().record}</p>
      <CopyableId id={props.record} />
      <label class="stack">
        <span>{words().mailbox}</span>
        <select value={mailbox()} onChange={(event) => setMailbox(event.currentTarget.value as DomainMailbox)}>
          <For each={domainMailboxes}>{(name) => <option value={name}>{`${name}@${props.domain}`}</option>}</For>
        </select>
      </label>
      <FormFailure failure={command.failure()} />
      <Show when={askedAt()}>{(address) => <p role="status">{words().asked(address())}</p>}</Show>
      <div>
        <Button busy={command.busy()} onClick={() => void ask()}>
          {words().ask}
        </Button>{' '}
        <Button onClick={() => props.onAgain()}>{words().again}</Button>
      </div>
    </fieldset>
  );
};
