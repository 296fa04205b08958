import Download from 'lucide-solid/icons/download';
import { Show } from 'solid-js';
import { customerCsv } from '../../domain/customer/customer-csv.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { SelectInput } from '../components/select-input.js';
import { issueText } from '../failure.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import { CsvSource } from './csv-source.js';
import './import-customers.css';
import type { Importing } from './import-run.js';
import { saveCsv } from './save-csv.js';
import { useQuery } from '../use-query.js';

const words = messages('importCustomers');
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

/** First step: a file or pasted rows. */
export const ChooseFile = (props: { readonly importing: Importing }) => {
  const channels = useQuery(() => ({ ...api.channels.list.queryOptions(undefined), staleTime: Infinity }));
  const known = () => (channels.isSuccess ? channels.data : []);
  const run = () => props.importing.run;
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
        <CsvSource
          registry={customerCsv}
          csv={run().csv}
          columns={run().columns}
          failure={run().failure}
          onCsv={(csv) => props.importing.setCsv(csv)}
          onColumn={(heading, column) => props.importing.setColumn(heading, column)}
        />
        <FormFailure failure={run().failure?.issues.length === 0 ? run().failure : undefined} />
        <div class="row row-wrap">
          <Button type="submit" kind="primary" busy={run().phase === 'checking'} disabled={run().csv.trim() === ''}>
            {words().check}
          </Button>
          <Button icon={Download} onClick={() => saveCsv(words().templateName, [customerCsv.columns, example])}>
            {words().template}
          </Button>
        </div>
      </div>
      <aside class="panel" aria-label={words().columnsTitle}>
        <div class="panel-head">
          <h2>{words().columnsTitle}</h2>
        </div>
        <div class="panel-body stack">
          <Columns title={words().required} names={customerCsv.required} />
          <Columns title={words().optional} names={customerCsv.columns.filter((name) => !customerCsv.required.includes(name))} />
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
