import { createEffect, on } from 'solid-js';
import { Button } from '../components/button.js';
import { ErrorId } from '../components/states.js';
import { failureOf } from '../failure.js';
import { messages } from '../i18n.js';

const shell = messages('shell');

interface CrashPageProps {
  readonly error: unknown;
  readonly reset: () => void;
  readonly path: string;
}

/** A page that failed, inside a frame that still works. Going elsewhere mends it. */
export const CrashPage = (props: CrashPageProps) => {
  const id = () => failureOf(props.error).errorId ?? `ui-${Date.now().toString(36)}`;
  createEffect(
    on(
      () => props.path,
      () => props.reset(),
      { defer: true },
    ),
  );
  return (
    <div class="state-box" role="alert">
      <p class="state-title">{shell().failure.crashed}</p>
      <p class="soft">{shell().failure.crashedText}</p>
      <Button onClick={() => globalThis.location.reload()}>{shell().actions.reload}</Button>
      <ErrorId id={id()} />
    </div>
  );
};
