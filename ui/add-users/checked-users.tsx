import Download from 'lucide-solid/icons/download';
import { For, Show, createSignal } from 'solid-js';
import { userCsv } from '../../domain/user/import-row.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { issueText } from '../failure.js';
import { messages } from '../i18n.js';
import '../import-customers/import-customers.css';
import { saveRefused } from '../import-customers/save-csv.js';
import type { CheckedRow, Importing } from './import-run.js';

const words = messages('importCustomers');
const own = messages('addUsers');
const result = () => words().result;
const shownMost = 200;

const faultText = (fault: CheckedRow['faults'][number]): string =>
  result().fault(fault.column ?? '', issueText({ code: fault.code, params: {} }));

/** Second step: what the check found, row by row and column by column; the good ones can go in at once. */
export const CheckedUsers = (props: { readonly importing: Importing }) => {
  const [all, setAll] = createSignal(false);
  const rows = () => props.importing.run.rows;
  const faulty = () => rows().filter((row) => !row.ok);
  const shown = () => (all() || faulty().length === 0 ? rows() : faulty()).slice(0, shownMost);
  const good = () => props.importing.good();
  const saveFaulty = () =>
    saveRefused(
      own().import.refusedName,
      userCsv,
      faulty().map(({ cells, faults }) => ({ cells, faults: faults.map(faultText) })),
    );
  return (
    <div class="stack">
      <div class="import-verdict">
        <div>
          <h2>{result().title}</h2>
          <p role="status">
            {result().good(good(), rows().length)} <Show when={faulty().length > 0}>{result().faulty(faulty().length)}</Show>
          </p>
        </div>
        <div class="row row-wrap">
          <Button onClick={() => props.importing.backToFile()}>{words().another}</Button>
          <Show when={faulty().length > 0}>
            <Button icon={Download} onClick={saveFaulty}>
              {words().refused.save(faulty().length)}
            </Button>
          </Show>
          <Button
            kind="primary"
            disabled={good() === 0}
            busy={props.importing.run.phase === 'starting'}
            onClick={() => void props.importing.start()}
          >
            {own().import.start(good())}
          </Button>
        </div>
      </div>
      <FormFailure failure={props.importing.run.failure} />
      <Show when={faulty().length > 0 && faulty().length < rows().length}>
        <div class="row" role="group" aria-label={result().show.label}>
          <Button size="small" aria-pressed={!all()} onClick={() => setAll(false)}>
            {result().show.faulty}
          </Button>
          <Button size="small" aria-pressed={all()} onClick={() => setAll(true)}>
            {result().show.all}
          </Button>
        </div>
      </Show>
      <div class="panel table-scroll">
        <table class="plain-table" aria-label={result().title}>
          <thead>
            <tr>
              <th scope="col">{result().row}</th>
              <th scope="col">{own().import.person}</th>
              <th scope="col" class="secondary">
                {own().import.loginName}
              </th>
              <th scope="col">{result().state}</th>
              <th scope="col">{result().faults}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>{(row) => <CheckedUserRow row={row} />}</For>
          </tbody>
        </table>
      </div>
    </div>
  );
};

const CheckedUserRow = (props: { readonly row: CheckedRow }) => (
  <tr>
    <td>{props.row.line}</td>
    <th scope="row">{props.row.name}</th>
    <td class="secondary">{props.row.loginName}</td>
    <td>
      <StateChip bare tone={props.row.ok ? 'done' : 'failed'} label={props.row.ok ? result().ok : result().notOk} />
    </td>
    <td>
      <For each={props.row.faults}>{(fault) => <div>{faultText(fault)}</div>}</For>
    </td>
  </tr>
);
