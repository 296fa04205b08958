import { Router } from '@solidjs/router';
import { ErrorBoundary, Suspense } from 'solid-js';
import { routes } from './routes.js';
import { CrashPage } from './shell/crash-page.js';

export const App = () => (
  <ErrorBoundary fallback={(error: unknown, reset) => <CrashPage error={error} reset={reset} path="" />}>
    <Router root={(props) => <Suspense>{props.children}</Suspense>}>{routes}</Router>
  </ErrorBoundary>
);
