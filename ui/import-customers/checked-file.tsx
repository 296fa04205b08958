import Download from 'lucide-solid/icons/download';
import { For, Show, createSignal } from 'solid-js';
import { customerCsv } from '../../domain/customer/customer-csv.js';
import { Button } from '../components/button.js';
import { StateChip } from '../components/state-chip.js';
import { EmailWhen, emailWhenIssues } from '../customer-form/email-when.js';
import { issueText } from '../failure.js';
import { createFormState } from '../form-state.js';
import { deviceZone } from '../format/times.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import '../customer/customer.css';
import './import-customers.css';
import type { CheckedRow, Importing } from './import-run.js';
import { saveRefused } from './save-csv.js';

const words = messages('importCustomers');
const result = () => words().result;
const shownMost = 200;

/** "contact_email: not an e-mail address", for each fault of a row. */
export const faultText = (fault: { readonly column: string | null; readonly code: string }): string =>
  result().fault(fault.column ?? '', issueText({ code: fault.code, params: {} }));

/** Second step: what the check found, row by row; the good ones can go in at once. */
export const CheckedFile = (props: { readonly importing: Importing }) => {
  const rows = () => props.importing.run.rows;
  const faulty = () => rows().filter((row) => !row.ok);
  const [all, setAll] = createSignal(false);
  const shown = () => (all() || faulty().length === 0 ? rows() : faulty()).slice(0, shownMost);
  const good = () => props.importing.goodLines().length;
  const zone = () => me()?.user.timeZone ?? deviceZone();
  const form = createFormState(() => emailWhenIssues(props.importing.run.accountEmail, zone()));
  const start = () => {
    if (form.check()) void props.importing.start();
  };
  const saveFaulty = () =>
    saveRefused(
      words().refused.fileName,
      customerCsv,
      faulty().map(({ cells, faults }) => ({ cells, faults: faults.map(faultText) })),
    );
  return (
    <div class="stack">
      <div class="import-verdict">
        <div>
          <h2>{result().title}</h2>
          <p>
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
          <Button kind="primary" disabled={good() === 0} onClick={start}>
            {words().start(good())}
          </Button>
        </div>
      </div>
      <Show when={good() > 0}>
        <div class="import-email stack">
          <EmailWhen
            draft={props.importing.run.accountEmail}
            timeZone={zone()}
            clock={words().ownClock}
            form={form}
            onChange={props.importing.setAccountEmail}
          />
        </div>
      </Show>
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
              <th scope="col">{result().company}</th>
              <th scope="col" class="secondary">
                {result().accountName}
              </th>
              <th scope="col">{result().state}</th>
              <th scope="col">{result().faults}</th>
            </tr>
          </thead>
          <tbody>
            <For each={shown()}>{(row) => <CheckedRowView row={row} />}</For>
          </tbody>
        </table>
      </div>
    </div>
  );
};

const CheckedRowView = (props: { readonly row: CheckedRow }) => (
  <tr>
    <td>{props.row.line}</td>
    <th scope="row">{props.row.company}</th>
    <td class="secondary">{props.row.accountName}</td>
    <td>
      <StateChip bare tone={props.row.ok ? 'done' : 'failed'} label={props.row.ok ? result().ok : result().notOk} />
    </td>
    <td>
      <For each={props.row.faults}>{(fault) => <div>{faultText(fault)}</div>}</For>
    </td>
  </tr>
);
