import { Show, type JSX } from 'solid-js';
import { ButtonLink } from '../components/button.js';
import { messages } from '../i18n.js';

const access = messages('access');

interface OutcomeProps {
  readonly title: string;
  readonly text: string;
  readonly signIn?: boolean;
  readonly children?: JSX.Element;
}

/** What became of a link, and the way on from there. */
export const Outcome = (props: OutcomeProps) => (
  <div class="stack" role="status">
    <h1>{props.title}</h1>
    <p class="soft">{props.text}</p>
    {props.children}
    <Show when={props.signIn}>
      <div>
        <ButtonLink kind="primary" href="/sign-in">
          {access().signIn}
        </ButtonLink>
      </div>
    </Show>
  </div>
);
