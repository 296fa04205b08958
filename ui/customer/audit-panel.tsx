import { For, Show } from 'solid-js';
import { Button } from '../components/button.js';
import { Ledger } from '../components/confirm-ledger.js';
import { Moment } from '../components/moment.js';
import { Skeleton } from '../components/states.js';
import { messages } from '../i18n.js';
import { pagesOf } from '../pages-of.js';
import { QueryView } from '../query-view.js';
import { auditRows } from './audit-rows.js';
import { useAudit } from './customer.data.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().audit;

/** Who changed what, when, why and from where (C8). */
export const AuditPanel = (props: { readonly customerId: string }) => {
  const audit = useAudit(() => props.customerId);
  const rows = pagesOf(audit, (pages) => pages.flatMap((page) => page.rows));
  return (
    <section class="panel audit" aria-label={words().title}>
      <QueryView query={rows} waiting={<Skeleton kind="rows" lines={6} />}>
        {(entries) => (
          <Show when={entries().length > 0} fallback={<p class="panel-body soft">{words().empty}</p>}>
            <div class="table-scroll">
              <table class="plain-table">
                <thead>
                  <tr>
                    <th scope="col">{words().when}</th>
                    <th scope="col">{words().what}</th>
                    <th scope="col">{words().who}</th>
                    <th scope="col" class="secondary">
                      {words().why}
                    </th>
                    <th scope="col" class="secondary">
                      {words().from}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  <For each={entries()}>{(row) => <AuditRow row={row} />}</For>
                </tbody>
              </table>
            </div>
            <Show when={audit.hasNextPage}>
              <div class="data-list-more">
                <Button busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
                  {shell().list.more}
                </Button>
              </div>
            </Show>
          </Show>
        )}
      </QueryView>
    </section>
  );
};

interface AuditEntry {
  readonly at: string;
  readonly action: string;
  readonly actorName: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly address: string | null;
}

const AuditRow = (props: { readonly row: AuditEntry }) => (
  <tr>
    <td>
      <Moment at={props.row.at} show="absolute" />
    </td>
    <th scope="row">
      {words().actions[props.row.action] ?? props.row.action}
      <Show when={props.row.before ?? props.row.after}>
        <details class="audit-details">
          <summary>{words().details}</summary>
          <Ledger rows={auditRows(props.row.before, props.row.after)} />
        </details>
      </Show>
    </th>
    <td>{props.row.actorName}</td>
    <td class="secondary">{props.row.reason ?? ''}</td>
    <td class="secondary mono">{props.row.address ?? ''}</td>
  </tr>
);
