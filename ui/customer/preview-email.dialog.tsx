import { Show, createSignal } from 'solid-js';
import { api } from '../api.js';
import { Dialog } from '../components/dialog.js';
import { FactList } from '../components/fact-list.js';
import { Skeleton } from '../components/states.js';
import { Tabs } from '../components/tabs.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import './customer.css';
import type { CustomerDialogProps } from './dialogs.js';
import { useQuery } from '../use-query.js';

const customer = messages('customer');
const words = () => customer().dialogs.preview;

/** The account e-mail as it will go out, or went. Its HTML stands in a frame that runs nothing. */
const PreviewEmailDialog = (props: CustomerDialogProps) => {
  const preview = useQuery(() => api.messages.preview.queryOptions({ id: props.customer.accountEmail?.id ?? '' }));
  const [view, setView] = createSignal('html');
  return (
    <Dialog title={words().title} width="wide" onClose={props.onClose}>
      <QueryView query={preview} waiting={<Skeleton lines={8} />}>
        {(message) => (
          <>
            <FactList
              facts={[
                { label: words().subject, value: message().subject },
                { label: words().to, value: message().to },
              ]}
            />
            <Tabs
              label={words().title}
              current={view()}
              onChange={setView}
              tabs={[
                { id: 'html', label: words().html },
                { id: 'text', label: words().text },
              ]}
            >
              <Show when={view() === 'html'} fallback={<pre class="preview-text">{message().text}</pre>}>
                <iframe class="preview-frame" title={words().frame} src={message().htmlUrl} sandbox="" />
              </Show>
            </Tabs>
            <p class="small soft">{words().note}</p>
          </>
        )}
      </QueryView>
    </Dialog>
  );
};

export default PreviewEmailDialog;
