import Download from 'lucide-solid/icons/download';
import { userCsv } from '../../domain/user/import-row.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { messages } from '../i18n.js';
import { CsvSource } from '../import-customers/csv-source.js';
import '../import-customers/import-customers.css';
import { saveCsv } from '../import-customers/save-csv.js';
import type { Importing } from './import-run.js';

const words = messages('importCustomers');
const own = messages('addUsers');
const example = ['Anna', 'Bruni', 'anna@example.com', '', '', 'user', 'assigned_services', 'yes', 'it', 'Europe/Rome'];

/** First step: a file or pasted rows. */
export const ChooseUsersFile = (props: { readonly importing: Importing }) => {
  const run = () => props.importing.run;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (run().csv.trim() !== '') void props.importing.check();
  };
  return (
    <form class="import-form" novalidate onSubmit={submit}>
      <div class="stack">
        <CsvSource
          registry={userCsv}
          csv={run().csv}
          columns={run().columns}
          failure={run().failure}
          onCsv={props.importing.setCsv}
          onColumn={props.importing.setColumn}
        />
        <FormFailure failure={run().failure?.issues.some(({ field }) => field === 'csv') ? undefined : run().failure} />
        <div class="row row-wrap">
          <Button type="submit" kind="primary" busy={run().phase === 'checking'} disabled={run().csv.trim() === ''}>
            {words().check}
          </Button>
          <Button icon={Download} onClick={() => saveCsv(own().import.templateName, [userCsv.columns, example])}>
            {words().template}
          </Button>
        </div>
      </div>
      <aside class="panel" aria-label={words().columnsTitle}>
        <div class="panel-head">
          <h2>{words().columnsTitle}</h2>
        </div>
        <div class="panel-body stack">
          <Columns title={words().required} names={userCsv.required} />
          <Columns title={words().optional} names={userCsv.columns.filter((name) => !userCsv.required.includes(name))} />
        </div>
      </aside>
    </form>
  );
};

const Columns = (props: { readonly title: string; readonly names: readonly string[] }) => (
  <div class="stack-tight">
    <h3>{props.title}</h3>
    <p class="mono import-columns">{props.names.join(', ')}</p>
  </div>
);
