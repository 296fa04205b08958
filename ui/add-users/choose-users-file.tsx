import Download from 'lucide-solid/icons/download';
import FileUp from 'lucide-solid/icons/file-up';
import { createSignal } from 'solid-js';
import { userCsvColumns, type UserCsvColumn } from '../../domain/user/import-row.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { TextArea } from '../components/text-input.js';
import { issueText } from '../failure.js';
import { messages } from '../i18n.js';
import '../import-customers/import-customers.css';
import type { Importing } from './import-run.js';

const words = messages('importCustomers');
const own = messages('addUsers');
const allColumns = Object.keys(userCsvColumns) as UserCsvColumn[];
const required: readonly UserCsvColumn[] = ['first_name', 'last_name', 'email'];
const example = 'Anna,Bruni,anna@example.com,,,user,assigned_services,yes,it,Europe/Rome';

/** The header line and one example, as a file that every spreadsheet opens with its accents. */
const downloadTemplate = (name: string) => {
  const url = URL.createObjectURL(new Blob([`\uFEFF${allColumns.join(',')}\r\n${example}\r\n`], { type: 'text/csv' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
};

/** First step: a file or pasted rows. */
export const ChooseUsersFile = (props: { readonly importing: Importing }) => {
  const [over, setOver] = createSignal(false);
  const [fileName, setFileName] = createSignal('');
  const run = () => props.importing.run;
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    setFileName(file.name);
    props.importing.setCsv(await file.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer?.files[0]);
  };
  const csvError = () => {
    const issue = run().failure?.issues.find((one) => one.field === 'csv');
    return issue && issueText(issue);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (run().csv.trim() !== '') void props.importing.check();
  };
  return (
    <form class="import-form" novalidate onSubmit={submit}>
      <div class="stack">
        <label
          class="drop"
          data-over={over() ? '' : undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <FileUp size={24} aria-hidden="true" />
          <span>
            <b>{fileName() === '' ? words().file : fileName()}</b> <span class="soft">{words().drop}</span>
          </span>
          <input
            type="file"
            accept=".csv,text/csv,text/plain"
            class="unseen"
            onChange={(event) => void read(event.currentTarget.files?.[0])}
          />
        </label>
        <TextArea
          name="csv"
          label={words().paste}
          hint={words().pasteHint}
          rows={8}
          mono
          optional
          value={run().csv}
          error={csvError()}
          onInput={props.importing.setCsv}
        />
        <FormFailure failure={csvError() === undefined ? run().failure : undefined} />
        <div class="row row-wrap">
          <Button type="submit" kind="primary" busy={run().phase === 'checking'} disabled={run().csv.trim() === ''}>
            {words().check}
          </Button>
          <Button icon={Download} onClick={() => downloadTemplate(own().import.templateName)}>
            {words().template}
          </Button>
        </div>
      </div>
      <aside class="panel" aria-label={words().columnsTitle}>
        <div class="panel-head">
          <h2>{words().columnsTitle}</h2>
        </div>
        <div class="panel-body stack">
          <Columns title={words().required} names={required} />
          <Columns title={words().optional} names={allColumns.filter((name) => !required.includes(name))} />
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
