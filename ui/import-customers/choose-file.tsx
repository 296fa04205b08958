import Download from 'lucide-solid/icons/download';
import FileUp from 'lucide-solid/icons/file-up';
import { Show, createSignal } from 'solid-js';
import { customerCsvColumns, type CustomerCsvColumn } from '../../domain/customer/customer-csv.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { SelectInput } from '../components/select-input.js';
import { TextArea } from '../components/text-input.js';
import { issueText } from '../failure.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import './import-customers.css';
import type { Importing } from './import-run.js';
import { useQuery } from '../use-query.js';

const words = messages('importCustomers');
const allColumns = Object.keys(customerCsvColumns) as CustomerCsvColumn[];

/** The columns without which no row is complete (A2). */
const required: readonly CustomerCsvColumn[] = [
  'company',
  'city',
  'state_or_province',
  'account_name',
  'contact_first_name',
  'contact_last_name',
  'contact_email',
];

/** The header line and one example, as a file that every spreadsheet opens with its accents. */
const downloadTemplate = (name: string) => {
  const example = [
    'Acme S.p.A.',
    'Milano',
    'MI',
    'acme',
    'Giulia',
    'Ferrari',
    'giulia@acme.example',
    'Via Torino 12',
    '',
    '20123',
    'IT',
    '+39 02 1234567',
    '',
    'it',
    'Europe/Rome',
    '',
  ];
  const url = URL.createObjectURL(new Blob([`\uFEFF${allColumns.join(',')}\r\n${example.join(',')}\r\n`], { type: 'text/csv' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
};

/** First step: a file or pasted rows. */
export const ChooseFile = (props: { readonly importing: Importing }) => {
  const [over, setOver] = createSignal(false);
  const [fileName, setFileName] = createSignal('');
  const channels = useQuery(() => ({ ...api.channels.list.queryOptions(undefined), staleTime: Infinity }));
  const known = () => (channels.isSuccess ? channels.data : []);
  const run = () => props.importing.run;
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    setFileName(file.name);
    props.importing.setSource({ csv: await file.text() });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer?.files[0]);
  };
  const errorOf = (field: string) => {
    const issue = run().failure?.issues.find((one) => one.field === field);
    return issue && issueText(issue);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (run().csv.trim() !== '') void props.importing.check();
  };
  return (
    <form class="import-form" novalidate onSubmit={submit}>
      <div class="stack">
        <Show when={known().length > 1}>
          <SelectInput
            name="channelId"
            label={words().channel}
            required
            value={run().channelId || (me()?.channel?.id ?? '')}
            options={known().map((channel) => ({ value: channel.id, label: channel.name }))}
            error={errorOf('channelId')}
            onChange={(channelId) => props.importing.setSource({ channelId })}
          />
        </Show>
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
          value={run().csv}
          error={errorOf('csv')}
          onInput={(csv) => props.importing.setSource({ csv })}
        />
        <FormFailure failure={run().failure?.issues.length === 0 ? run().failure : undefined} />
        <div class="row row-wrap">
          <Button type="submit" kind="primary" busy={run().phase === 'checking'} disabled={run().csv.trim() === ''}>
            {words().check}
          </Button>
          <Button icon={Download} onClick={() => downloadTemplate(words().templateName)}>
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
