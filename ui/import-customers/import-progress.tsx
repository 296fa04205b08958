import { A } from '@solidjs/router';
import Download from 'lucide-solid/icons/download';
import { For, Show } from 'solid-js';
import { customerCsv } from '../../domain/customer/customer-csv.js';
import { Button, ButtonLink } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { StateChip } from '../components/state-chip.js';
import { messages } from '../i18n.js';
import '../customer/customer.css';
import { faultText } from './checked-file.js';
import './import-customers.css';
import type { Importing, ImportResult } from './import-run.js';
import { saveRefused } from './save-csv.js';

const words = messages('importCustomers');
const done = () => words().done;

/** Third step: how far it is, and in the end what became of each row. */
export const ImportProgress = (props: { readonly importing: Importing }) => {
  const run = () => props.importing.run;
  const open = () => props.importing.openLines().length;
  const created = () => run().results.filter((row) => row.outcome === 'created').length;
  /** Those that the check refused, and those that the import did. */
  const refused = () => [
    ...run().rows.flatMap(({ ok, cells, faults }) => (ok ? [] : [{ cells, faults: faults.map(faultText) }])),
    ...run().results.flatMap((result) => {
      const cells = run().rows.find(({ line }) => line === result.line)?.cells;
      return result.outcome === 'skipped' && cells ? [{ cells, faults: result.faults.map(faultText) }] : [];
    }),
  ];
  const title = () => (run().failure ? done().failed : open() > 0 ? done().stopped : done().title);
  return (
    <div class="stack">
      <Show
        when={run().phase === 'over'}
        fallback={
          <Running
            done={run().results.length}
            all={props.importing.goodLines().length}
            stopping={run().phase === 'stopping'}
            onStop={() => props.importing.stop()}
          />
        }
      >
        <div class="stack" role="status">
          <h2>{title()}</h2>
          <p>
            {[
              done().created(created()),
              ...(run().results.length > created() ? [done().skipped(run().results.length - created())] : []),
              ...(open() > 0 ? [done().remaining(open())] : []),
            ].join(' · ')}
          </p>
        </div>
        <FormFailure failure={run().failure} />
        <div class="row row-wrap">
          <Show when={open() > 0}>
            <Button kind="primary" onClick={() => void props.importing.start()}>
              {done().resume}
            </Button>
          </Show>
          <ButtonLink kind={open() > 0 ? 'plain' : 'primary'} href="/customers">
            {done().toList}
          </ButtonLink>
          <Show when={refused().length > 0}>
            <Button icon={Download} onClick={() => saveRefused(words().refused.fileName, customerCsv, refused())}>
              {words().refused.save(refused().length)}
            </Button>
          </Show>
          <Button onClick={() => props.importing.reset()}>{done().more}</Button>
        </div>
      </Show>
      <Results results={run().results} />
    </div>
  );
};

const Running = (props: { readonly done: number; readonly all: number; readonly stopping: boolean; readonly onStop: () => void }) => (
  <div class="panel panel-body stack">
    <label class="stack-tight">
      <span role="status">{words().running(props.done, props.all)}</span>
      <progress class="import-bar" value={props.done} max={props.all} />
    </label>
    <div>
      <Button disabled={props.stopping} onClick={() => props.onStop()}>
        {props.stopping ? words().stopping : words().stop}
      </Button>
    </div>
  </div>
);

const Results = (props: { readonly results: readonly ImportResult[] }) => (
  <Show when={props.results.length > 0}>
    <div class="panel table-scroll">
      <table class="plain-table" aria-label={words().result.title}>
        <thead>
          <tr>
            <th scope="col">{words().result.row}</th>
            <th scope="col">{words().result.accountName}</th>
            <th scope="col">{words().result.state}</th>
            <th scope="col">{words().result.faults}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.results}>{(row) => <ResultRow row={row} />}</For>
        </tbody>
      </table>
    </div>
  </Show>
);

const ResultRow = (props: { readonly row: ImportResult }) => (
  <tr>
    <td>{props.row.line}</td>
    <th scope="row">
      <Show when={props.row.outcome === 'created' && props.row.customerId} fallback={props.row.accountName}>
        {(id) => <A href={`/customers/${id()}`}>{props.row.accountName}</A>}
      </Show>
    </th>
    <td>
      <StateChip bare tone={props.row.outcome === 'created' ? 'done' : 'failed'} label={done().outcome[props.row.outcome]} />
    </td>
    <td>
      <For each={props.row.outcome === 'skipped' ? props.row.faults : []}>{(fault) => <div>{faultText(fault)}</div>}</For>
    </td>
  </tr>
);
