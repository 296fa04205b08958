import { For, Show, createSignal } from 'solid-js';
import { isSettled } from '../../domain/command/command.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { api } from '../api.js';
import { Button } from '../components/button.js';
import { Moment } from '../components/moment.js';
import { StateChip, type Tone } from '../components/state-chip.js';
import { failureOf, failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { useQuery } from '../use-query.js';
import './commands.css';

const shell = messages('shell');
const commands = messages('commands');

type Command = Awaited<ReturnType<typeof api.commands.list.query>>[number];

/** So many are shown without asking; what is still open is always among them. */
const SHOWN = 3;

const tones: Readonly<Record<Command['state'], Tone>> = {
  asked: 'waiting',
  awaiting_approval: 'waiting',
  sent: 'waiting',
  accepted: 'running',
  done: 'done',
  refused: 'failed',
  failed: 'failed',
  lapsed: 'ended',
};

interface CommandListProps {
  readonly of: { readonly customerId: string } | { readonly processId: string | undefined; readonly subjectId?: string };
}

/** What people have commanded here, and what became of each: live, so that nobody has to remember a note that has gone. */
export const CommandList = (props: CommandListProps) => {
  const found = useQuery(() => ({ ...api.commands.list.queryOptions(props.of), enabled: may('customer.read') }));
  const [all, setAll] = createSignal(false);
  const known = () => (found.isSuccess ? found.data : []);
  const shown = () => known().filter(({ state }, index) => all() || index < SHOWN || !isSettled(state));
  return (
    <Show when={known().length > 0}>
      <section class="panel" aria-label={commands().title}>
        <div class="panel-head">
          <h2>{commands().title}</h2>
        </div>
        <ul class="commands">
          <For each={shown()}>{(command) => <Item command={command} />}</For>
        </ul>
        <Show when={shown().length < known().length}>
          <div class="panel-body">
            <Button size="small" kind="quiet" onClick={() => setAll(true)}>
              {commands().earlier(known().length - shown().length)}
            </Button>
          </div>
        </Show>
      </section>
    </Show>
  );
};

/** Why it wasn't done, as a page would have said it at once. */
const outcomeText = ({ state, code, params }: Command): string | undefined => {
  if (state === 'done' || !isSettled(state)) return undefined;
  if (code === null || !isFailureCode(code)) return commands().unexplained;
  return failureText(failureOf({ data: { failure: { code, params: params ?? {} } } }));
};

const Item = (props: { readonly command: Command }) => (
  <li>
    <div class="row row-wrap">
      <b>{commands().kinds[props.command.kind]}</b>
      <StateChip bare tone={tones[props.command.state]} label={commands().states[props.command.state]} />
    </div>
    <p class="small soft">
      {shell().thread.by(props.command.actorName)} · <Moment at={props.command.askedAt} show="both" brief past />
      <Show when={props.command.endedAt}>
        {(at) => (
          <>
            {' → '}
            <Moment at={at()} show="both" brief past />
          </>
        )}
      </Show>
    </p>
    <Show when={props.command.reason}>{(reason) => <p class="small">{commands().reason(reason())}</p>}</Show>
    <Show when={outcomeText(props.command)}>{(text) => <p class="small">{text()}</p>}</Show>
  </li>
);
