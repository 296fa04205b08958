import { Match, Show, Switch, createSignal } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { Skeleton } from '../components/states.js';
import { toast } from '../components/toast.js';
import { formatDateTimeZone } from '../format/times.js';
import { messages } from '../i18n.js';
import { queryClient } from '../query-client.js';
import { QueryView } from '../query-view.js';
import { EnrolFactor } from '../second-factor/enrol-factor.js';
import { RecoveryCodes } from '../second-factor/recovery-codes.js';
import { refreshSession } from '../session/session.js';
import { useQuery } from '../use-query.js';
import { RemoveFactorDialog } from './remove-factor.dialog.js';

const account = messages('account');
const words = () => account().factor;

const refresh = async (): Promise<void> => {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['self.factor'] }),
    queryClient.invalidateQueries({ queryKey: ['self.sessions'] }),
    refreshSession(),
  ]);
};

/** C18: one's own second factor: none, being set up, or there with its recovery codes. */
export const OwnFactor = () => {
  const found = useQuery(() => api.self.factor.queryOptions(undefined));
  const [doing, setDoing] = createSignal<'enrol' | 'remove'>();
  const [codes, setCodes] = createSignal<readonly string[]>();
  const command = createCommand();
  const renew = () => command.run(async () => void setCodes((await api.self.renewRecoveryCodes.mutate(undefined)).recoveryCodes));
  const done = (said?: string) => {
    setDoing(undefined);
    setCodes(undefined);
    if (said !== undefined) toast('done', said);
    void refresh();
  };
  return (
    <QueryView query={found} waiting={<Skeleton kind="rows" lines={2} />}>
      {(factor) => (
        <Switch>
          <Match when={codes()}>{(fresh) => <RecoveryCodes codes={fresh()} onKept={() => done()} />}</Match>
          <Match when={doing() === 'enrol'}>
            <EnrolFactor onDone={() => done(words().done)} onCancel={() => setDoing(undefined)} />
          </Match>
          <Match when={factor().since}>
            {(since) => (
              <div class="stack">
                <p>{words().on(formatDateTimeZone(since()))}</p>
                <p classList={{ notice: factor().recoveryCodesLeft < 3 }} data-tone="needs-you">
                  {words().left(factor().recoveryCodesLeft)}
                </p>
                <FormFailure failure={command.failure()} />
                <div class="row row-wrap">
                  <Button busy={command.busy()} onClick={() => void renew()}>
                    {words().renew}
                  </Button>
                  <Button onClick={() => setDoing('enrol')}>{words().replace}</Button>
                  <Show when={!factor().isRequired}>
                    <Button kind="danger" onClick={() => setDoing('remove')}>
                      {words().remove}
                    </Button>
                  </Show>
                </div>
                <Show when={doing() === 'remove'}>
                  <RemoveFactorDialog onClose={() => setDoing(undefined)} onDone={() => done(words().removed)} />
                </Show>
              </div>
            )}
          </Match>
          <Match when={factor().since === null}>
            <div class="stack">
              <p>{words().off}</p>
              <Show when={factor().dueAt}>
                {(due) => (
                  <p class="notice" data-tone="needs-you">
                    {words().due(formatDateTimeZone(due()))}
                  </p>
                )}
              </Show>
              <div class="row">
                <Button kind="primary" onClick={() => setDoing('enrol')}>
                  {words().start}
                </Button>
              </div>
            </div>
          </Match>
        </Switch>
      )}
    </QueryView>
  );
};
