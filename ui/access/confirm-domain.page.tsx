import { useSearchParams } from '@solidjs/router';
import { Match, Switch, createEffect, createSignal } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { FormFailure } from '../components/form-failure.js';
import { messages } from '../i18n.js';
import { AccessFrame } from './access-frame.js';
import { Outcome } from './outcome.js';

const access = messages('access');
const words = () => access().confirmDomain;

/** Where the link sent to a mailbox of a domain leads, to be bought for with its owner's word. A press confirms, not the visit: mail scanners follow links too. */
const ConfirmDomainPage = () => {
  const [search] = useSearchParams();
  const token = typeof search.token === 'string' ? search.token : '';
  const command = createCommand();
  const [agreed, setAgreed] = createSignal<{ domain: string; company: string }>();
  const invalid = () => token === '' || command.failure()?.code === 'token_invalid';
  const confirm = () => command.run(async () => setAgreed(await api.auth.confirmDomain.mutate({ token })));
  createEffect(() => {
    document.title = `${words().title} · Licenza`;
  });
  return (
    <AccessFrame>
      <Switch>
        <Match when={agreed()}>{(one) => <Outcome title={words().done} text={words().doneText(one().company, one().domain)} />}</Match>
        <Match when={invalid()}>
          <Outcome title={words().invalid} text={words().invalidText} />
        </Match>
        <Match when={true}>
          <div class="stack">
            <h1>{words().title}</h1>
            <p class="soft">{words().text}</p>
            <FormFailure failure={command.failure()} />
            <div>
              <Button kind="primary" busy={command.busy()} onClick={() => void confirm()}>
                {words().save}
              </Button>
            </div>
          </div>
        </Match>
      </Switch>
    </AccessFrame>
  );
};

export default ConfirmDomainPage;
