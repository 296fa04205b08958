import { A, useLocation } from '@solidjs/router';
import Box from 'lucide-solid/icons/box';
import { For, Show } from 'solid-js';
import { api } from '../api.js';
import { language, messages } from '../i18n.js';
import { me } from '../session/session.js';
import { unitsText } from '../timeline/units.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');

interface Tile {
  readonly id: string;
  readonly nameEn: string;
  readonly nameIt: string;
  readonly units: number;
  readonly unitType: string;
}

/** B2: a link for each service of the account, only for those who may use it; the server knows which. */
export const OwnServices = () => {
  const location = useLocation();
  const overview = useQuery(() => ({ ...api.overview.get.queryOptions(undefined), enabled: Boolean(me()?.customer) }));
  const tiles = () => (me()?.customer && overview.isSuccess && overview.data.view === 'customer' ? overview.data.tiles : []);
  const nameOf = (tile: Tile) => (language() === 'it' ? tile.nameIt : tile.nameEn);
  // Two of one plan, such as one assigned and one bought, are told apart by their units.
  const title = (tile: Tile) =>
    tiles().some((other) => other.id !== tile.id && nameOf(other) === nameOf(tile))
      ? `${nameOf(tile)} · ${unitsText(tile.units, tile.unitType)}`
      : nameOf(tile);
  return (
    <Show when={tiles().length > 0}>
      <section class="navigation-group">
        <h2>{shell().navigation.ownServices}</h2>
        <ul>
          <For each={tiles()}>
            {(tile) => (
              <li>
                <A
                  href={`/services/${tile.id}`}
                  class="navigation-link"
                  aria-current={location.pathname === `/services/${tile.id}` ? 'page' : undefined}
                  title={title(tile)}
                >
                  <Box size={18} aria-hidden="true" />
                  <span class="navigation-label clip">{title(tile)}</span>
                </A>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
};
