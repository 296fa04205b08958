import FileUp from 'lucide-solid/icons/file-up';
import { For, Show, createSignal } from 'solid-js';
import { headingKey, type CsvRegistry } from '../../domain/csv/csv-columns.js';
import { decodeFile, type CsvEncoding } from '../../domain/csv/decode-file.js';
import { SelectInput } from '../components/select-input.js';
import { TextArea } from '../components/text-input.js';
import { issueText, type KnownFailure } from '../failure.js';
import { messages } from '../i18n.js';
import './import-customers.css';

const words = messages('importCustomers');
const LEFT_OUT = '-';

interface CsvSourceProps {
  readonly registry: CsvRegistry;
  readonly csv: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly failure?: KnownFailure;
  /** A new text forgets what was said about the headings of the one before. */
  readonly onCsv: (csv: string) => void;
  readonly onColumn: (heading: string, column: string) => void;
}

const unknownHeading = /^csv_heading_(near|unknown)$/;

/** A file or pasted rows, how the file's letters were read, and what its unknown headings mean. */
export const CsvSource = (props: CsvSourceProps) => {
  const [over, setOver] = createSignal(false);
  const [fileName, setFileName] = createSignal('');
  const [encoding, setEncoding] = createSignal<CsvEncoding | 'unreadable'>();
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    const decoded = decodeFile(new Uint8Array(await file.arrayBuffer()));
    setFileName(file.name);
    setEncoding(decoded?.encoding ?? 'unreadable');
    props.onCsv(decoded?.text ?? '');
  };
  const issues = () => props.failure?.issues.filter((issue) => issue.field === 'csv') ?? [];
  const error = () => {
    if (encoding() === 'unreadable') return issueText({ code: 'csv_encoding', params: {} });
    return issues().length === 0 ? undefined : issues().map(issueText).join(' · ');
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer?.files[0]);
  };
  return (
    <>
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
          accept=".csv,.txt,text/csv,text/plain"
          class="unseen"
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
      </label>
      <Show when={encoding() === 'windows-1252'}>
        <p class="notice" role="status">
          {words().readAsWindows}
        </p>
      </Show>
      <TextArea
        name="csv"
        label={words().paste}
        hint={words().pasteHint}
        rows={8}
        mono
        optional
        value={props.csv}
        error={error()}
        onInput={(csv) => {
          setEncoding(undefined);
          props.onCsv(csv);
        }}
      />
      <MatchColumns
        registry={props.registry}
        columns={props.columns}
        unknown={issues().filter(({ code }) => unknownHeading.test(code))}
        onColumn={props.onColumn}
      />
    </>
  );
};

const MatchColumns = (props: Pick<CsvSourceProps, 'registry' | 'columns' | 'onColumn'> & { readonly unknown: KnownFailure['issues'] }) => {
  const options = () => [
    { value: LEFT_OUT, label: words().match.leaveOut },
    ...props.registry.columns.map((column) => ({ value: column, label: column })),
  ];
  const chosen = (heading: string) => {
    const column = props.columns[headingKey(heading)];
    return column === '' ? LEFT_OUT : (column ?? '');
  };
  return (
    <Show when={props.unknown.length > 0}>
      <fieldset class="match-columns">
        <legend>{words().match.title}</legend>
        <For each={props.unknown}>
          {(issue) => (
            <SelectInput
              name={`column-${String(issue.params.heading)}`}
              label={String(issue.params.heading)}
              hint={issue.params.nearest === undefined ? undefined : words().match.near(String(issue.params.nearest))}
              required
              value={chosen(String(issue.params.heading))}
              options={options()}
              onChange={(column) => props.onColumn(headingKey(String(issue.params.heading)), column === LEFT_OUT ? '' : column)}
            />
          )}
        </For>
        <p class="soft">{words().match.again}</p>
      </fieldset>
    </Show>
  );
};
