import { ErrorBoundary, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { ErrorState } from './states.js';

const shell = messages('shell');

/**
 * A part of a page whose failure stays its own: what was typed is with the page around it, which goes on. Showing it again
 * helps once the input that it stumbled over has been changed.
 */
export const Contained = (props: { readonly children: JSX.Element }) => (
  <ErrorBoundary
    fallback={(error: unknown, reset) => {
      console.error(error);
      return <ErrorState title={shell().failure.partFailed} text={shell().failure.partFailedText} onRetry={reset} />;
    }}
  >
    {props.children}
  </ErrorBoundary>
);
