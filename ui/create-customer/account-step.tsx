import { Show } from 'solid-js';
import { SelectInput } from '../components/select-input.js';
import { EmailWhen } from '../customer-form/email-when.js';
import { FactsFields } from '../customer-form/facts-fields.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { WizardDraft } from './draft.js';
import type { SetStoreFunction } from 'solid-js/store';

const form = messages('customerForm');

export interface Channel {
  readonly id: string;
  readonly name: string;
}

interface AccountStepProps {
  readonly draft: WizardDraft;
  readonly setDraft: SetStoreFunction<WizardDraft>;
  readonly form: FormState;
  readonly channels: readonly Channel[];
  readonly onAccountNameTaken: (name: string | undefined) => void;
}

/** A2, A4–A6: the account, its first user, and when the e-mail goes out. */
export const AccountStep = (props: AccountStepProps) => {
  const change = (path: readonly string[], value: string) => {
    const [head, tail] = path as ['contact', 'email'];
    if (tail === undefined) props.setDraft('facts', head as 'contact', value as never);
    else props.setDraft('facts', head, tail, value);
  };
  return (
    <>
      <FactsFields
        draft={props.draft.facts}
        form={props.form}
        onChange={change}
        onAccountNameTaken={props.onAccountNameTaken}
        channelId={props.draft.channelId === '' ? undefined : props.draft.channelId}
        channel={
          <Show when={props.channels.length > 1}>
            <div class="full">
              <SelectInput
                name="channelId"
                label={form().channel}
                required
                value={props.draft.channelId}
                options={props.channels.map((channel) => ({ value: channel.id, label: channel.name }))}
                error={props.form.errorOf('channelId')}
                onChange={(id) => props.setDraft('channelId', id)}
              />
            </div>
          </Show>
        }
      />
      <EmailWhen
        draft={props.draft.accountEmail}
        timeZone={props.draft.facts.timeZone}
        form={props.form}
        onChange={(part) => props.setDraft('accountEmail', part)}
      />
    </>
  );
};
