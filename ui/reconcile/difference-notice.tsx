import { A } from '@solidjs/router';
import GitCompareArrows from 'lucide-solid/icons/git-compare-arrows';
import { For, Show } from 'solid-js';
import { api } from '../api.js';
import '../components/dialog.css';
import { formatSpan, useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { useQuery } from '../use-query.js';
import { causeText, subjectHref, subjectTitle } from './difference-words.js';

const reconcile = messages('reconcile');

interface DifferenceNoticeProps {
  /** All of a customer, or those about these subjects alone. */
  readonly of: { readonly customerId: string } | { readonly subjectIds: string[] };
}

/** What differs from the engine, a vendor or the card processor and needs somebody, where it belongs. */
export const DifferenceNotice = (props: DifferenceNoticeProps) => {
  const found = useQuery(() => ({ ...api.reconcile.differences.queryOptions(props.of), enabled: may('process.read') }));
  const now = useNow();
  const items = () => (found.isSuccess ? found.data : []);
  const names = () => 'customerId' in props.of;
  return (
    <Show when={items().length > 0}>
      <section class="notice" data-tone="needs-you" aria-label={reconcile().differs(items().length)}>
        <GitCompareArrows size={16} aria-hidden="true" />
        <ul class="stack-tight">
          <For each={items()}>
            {(item) => (
              <li>
                {causeText(item.cause)} <span class="small">({reconcile().since(formatSpan(now() - Date.parse(item.openedAt)))})</span>
                <Show when={names() && subjectHref(item)}>
                  {(href) => (
                    <>
                      {' '}
                      <A href={href()}>{subjectTitle(item)}</A>
                    </>
                  )}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
};
