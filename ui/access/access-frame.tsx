import type { JSX } from 'solid-js';
import { BrandMark } from '../shell/brand.js';
import { HelpMenu, LanguageMenu, ThemeMenu } from '../shell/top-bar.js';
import './access.css';

/** The frame of the pages outside: one card, language, theme and help within reach. */
export const AccessFrame = (props: { readonly children: JSX.Element }) => (
  <div class="access">
    <header class="access-top">
      <span class="brand">
        <BrandMark size={24} />
        Licenza
      </span>
      <div class="top-bar-end">
        <LanguageMenu />
        <ThemeMenu />
        <HelpMenu />
      </div>
    </header>
    <main class="access-card">{props.children}</main>
  </div>
);
