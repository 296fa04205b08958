import { For, Show, createSignal } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { Dialog } from '../components/dialog.js';
import { FormFailure } from '../components/form-failure.js';
import { Skeleton } from '../components/states.js';
import { TextInput } from '../components/text-input.js';
import { toast } from '../components/toast.js';
import { refreshCustomer } from '../customer/customer.data.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { freeUnits, serviceTitle, type Service } from '../user/user.data.js';
import { nameOf } from '../users/user-columns.js';
import './services.css';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const services = messages('services');
const words = () => services().dialog;
const shownMost = 50;

interface AssignDialogProps {
  readonly service: Service;
  readonly customerId: string | undefined;
  readonly onClose: () => void;
}

/** B14: a service for several users at once; more than are free can't be sent, and the server refuses it again. */
const AssignDialog = (props: AssignDialogProps) => {
  const [q, setQ] = createSignal('');
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set<string>());
  const command = createCommand();
  const found = useQuery(() => ({
    ...api.users.list.queryOptions({
      customerId: props.customerId,
      withoutService: props.service.id,
      q: q().trim() || undefined,
      limit: shownMost,
    }),
    // What was found stays while the next letters are searched for.
    placeholderData: <T,>(last: T) => last,
  }));
  const over = () => chosen().size - freeUnits(props.service);
  const toggle = (id: string) => {
    const next = new Set(chosen());
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const act = () => api.services.change.mutate({ subscriptionId: props.service.id, assign: [...chosen()] });
  const save = async () => {
    if (chosen().size === 0 || over() > 0) return;
    const done = await command.run(act);
    void refreshCustomer();
    if (!done) return;
    toast('done', services().assigned(chosen().size));
    props.onClose();
  };
  const footer = (
    <>
      <Button onClick={() => props.onClose()}>{shell().actions.cancel}</Button>
      <Button type="submit" kind="primary" busy={command.busy()} disabled={chosen().size === 0 || over() > 0}>
        {words().save(chosen().size)}
      </Button>
    </>
  );
  return (
    <Dialog
      title={words().title(serviceTitle(props.service))}
      onClose={props.onClose}
      onSubmit={() => void save()}
      held={command.busy()}
      footer={footer}
    >
      <TextInput name="q" type="search" label={words().search} optional value={q()} maxLength={200} onInput={setQ} />
      <QueryView query={found} waiting={<Skeleton kind="rows" lines={5} />}>
        {(page) => (
          <>
            <ul class="pick-list" aria-label={words().list}>
              <For each={page().rows} fallback={<li class="panel-body soft">{q().trim() === '' ? words().nobody : words().noMatch}</li>}>
                {(user) => (
                  <li>
                    <label class="check">
                      <input type="checkbox" checked={chosen().has(user.id)} onChange={() => toggle(user.id)} />
                      <span>
                        {nameOf(user)}
                        <span class="small soft">{user.loginName}</span>
                      </span>
                    </label>
                  </li>
                )}
              </For>
            </ul>
            <Show when={page().nextCursor}>
              <p class="small soft">{words().more}</p>
            </Show>
          </>
        )}
      </QueryView>
      <p role="status">
        {words().chosen(chosen().size, freeUnits(props.service))}
        <Show when={over() > 0}>
          <span class="pick-over"> · {words().tooMany(over())}</span>
        </Show>
      </p>
      <FormFailure failure={command.failure()} />
    </Dialog>
  );
};

export default AssignDialog;
