import { Router } from '@solidjs/router';
import { QueryClientProvider } from '@tanstack/solid-query';
import { ErrorBoundary, Suspense } from 'solid-js';
import { queryClient } from './query-client.js';
import { routes } from './routes.js';
import { CrashPage } from './shell/crash-page.js';

export const App = () => (
  <QueryClientProvider client={queryClient}>
    <ErrorBoundary fallback={(error: unknown, reset) => <CrashPage error={error} reset={reset} path="" />}>
      <Router root={(props) => <Suspense>{props.children}</Suspense>}>{routes}</Router>
    </ErrorBoundary>
  </QueryClientProvider>
);
