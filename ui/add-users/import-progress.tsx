import Download from 'lucide-solid/icons/download';
import { For, Show } from 'solid-js';
import { userCsv } from '../../domain/user/import-row.js';
import { Button, ButtonLink } from '../components/button.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { issueText } from '../failure.js';
import { messages } from '../i18n.js';
import '../import-customers/import-customers.css';
import { saveRefused } from '../import-customers/save-csv.js';
import { QueryView } from '../query-view.js';
import type { Importing, ImportResult } from './import-run.js';

const words = messages('importCustomers');
const own = messages('addUsers');

/** Third step: how far the process is, and what became of each row. */
export const ImportProgress = (props: { readonly importing: Importing; readonly base: string }) => {
  const count = (results: readonly ImportResult[], outcome: ImportResult['outcome']) =>
    results.filter((row) => row.outcome === outcome).length;
  const refused = (results: readonly ImportResult[]) =>
    results.flatMap(({ cells, code }) => (cells ? [{ cells, faults: code === undefined ? [] : [issueText({ code, params: {} })] }] : []));
  return (
    <QueryView query={props.importing.status} waiting={<Skeleton lines={4} />}>
      {(status) => (
        <div class="stack">
          <div class="panel panel-body stack">
            <div role="status">
              <h2>{status().ended ? own().import.ended : own().import.running(status().done, status().total)}</h2>
            </div>
            <Show
              when={status().ended}
              fallback={
                <>
                  <progress class="import-bar" value={status().done} max={status().total} aria-label={own().import.title} />
                  <p class="soft">{own().import.leave}</p>
                </>
              }
            >
              <p>
                {own().import.added(count(status().results, 'added'))}
                <Show when={count(status().results, 'skipped') > 0}> · {own().import.skipped(count(status().results, 'skipped'))}</Show>
              </p>
              <div class="row row-wrap">
                <ButtonLink kind="primary" href={`${props.base}/users?sort=created`}>
                  {own().done.toList}
                </ButtonLink>
                <Show when={refused(status().results).length > 0}>
                  <Button icon={Download} onClick={() => saveRefused(own().import.refusedName, userCsv, refused(status().results))}>
                    {words().refused.save(refused(status().results).length)}
                  </Button>
                </Show>
                <Button onClick={() => props.importing.reset()}>{own().import.more}</Button>
              </div>
            </Show>
          </div>
          <Results results={status().results} />
        </div>
      )}
    </QueryView>
  );
};

const Results = (props: { readonly results: readonly ImportResult[] }) => (
  <Show when={props.results.length > 0}>
    <div class="panel table-scroll">
      <table class="plain-table" aria-label={own().import.results}>
        <thead>
          <tr>
            <th scope="col">{words().result.row}</th>
            <th scope="col">{own().import.loginName}</th>
            <th scope="col">{words().result.state}</th>
            <th scope="col">{words().result.faults}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.results.toSorted((a, b) => a.line - b.line)}>
            {(row) => (
              <tr>
                <td>{row.line}</td>
                <th scope="row">{row.loginName}</th>
                <td>
                  <StateChip bare tone={row.outcome === 'added' ? 'done' : 'failed'} label={own().import.outcome[row.outcome]} />
                </td>
                <td>{row.code === undefined ? '' : issueText({ code: row.code, params: {} })}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  </Show>
);
