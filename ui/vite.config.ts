import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

const apiTarget = process.env.PUBLIC_URL ?? 'http://127.0.0.1:4000';

/** The small modules that every page shares; a page's own parts stay with the page, however many pages come. */
const frame =
  /[\\/]ui[\\/](?:api|failure|i18n|preferences|query-client|query-view|state-tones|theme|format[\\/](?:numbers|times|zone-name)|components[\\/](?:button|copyable-id|list-keys|menu|menu-moves|moment|page-head|state-chip|states|toast))\.\w+$/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [solid()],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    target: 'es2022',
    // light-dark() and oklch() are used as written; older targets would get a bulky imitation of both.
    cssTarget: ['chrome123', 'firefox125', 'safari17.5'],
    modulePreload: { polyfill: false },
    // The content security policy allows fonts and images from the server itself only, not data: addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every page needs travels in few files; what only some need stays with them.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules[\\/](solid-js|@solidjs|@tanstack|@trpc)[\\/]/, priority: 3 },
            { name: 'icons', test: /node_modules[\\/]lucide-solid[\\/]/, priority: 2 },
            { name: 'frame', test: frame, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/trpc': apiTarget, '/export': apiTarget },
  },
});
