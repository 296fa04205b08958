import PackageSearch from 'lucide-solid/icons/package-search';
import { For, Show } from 'solid-js';
import { A } from '@solidjs/router';
import { Button } from '../components/button.js';
import { FilterBar } from '../components/filter-bar.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Skeleton } from '../components/states.js';
import { useUrlState } from '../components/url-state.js';
import { named } from '../format/named.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { pagesOf } from '../pages-of.js';
import { QueryView } from '../query-view.js';
import { unitPriceText } from '../offers/offer-words.js';
import '../components/data-list.css';
import './marketplace.css';
import { useCategories, useProducts, type ProductCard } from './marketplace.data.js';

const shell = messages('shell');
const marketplace = messages('marketplace');
const offers = messages('offers');

/** B30: what is sold, by words or by category. */
const MarketplacePage = () => {
  const url = useUrlState();
  const question = () => ({ q: url.text('q') || undefined, category: url.text('category') || undefined });
  const products = useProducts(question);
  return (
    <>
      <PageHead title={marketplace().title} below={marketplace().below} />
      <div class="stack">
        <FilterBar
          search={question().q ?? ''}
          searchLabel={marketplace().search}
          onSearch={(q) => url.set({ q })}
          filters={[]}
          onClear={() => url.set({ q: undefined })}
        />
        <Categories chosen={question().category} onChoose={(category) => url.set({ category })} />
        <QueryView query={pagesOf(products, (pages) => pages.flatMap((page) => page.rows))} waiting={<Skeleton lines={6} />}>
          {(rows) => (
            <div class="stack" aria-busy={products.isPlaceholderData} data-stale={products.isPlaceholderData ? '' : undefined}>
              <ul class="products" aria-label={marketplace().results}>
                <For
                  each={rows()}
                  fallback={<NothingFound q={question().q} onClear={() => url.set({ q: undefined, category: undefined })} />}
                >
                  {(product) => <Card product={product} />}
                </For>
              </ul>
              <Show when={products.hasNextPage}>
                <div>
                  <Button busy={products.isFetchingNextPage} onClick={() => void products.fetchNextPage()}>
                    {shell().list.more}
                  </Button>
                </div>
              </Show>
            </div>
          )}
        </QueryView>
      </div>
    </>
  );
};

interface CategoriesProps {
  readonly chosen: string | undefined;
  readonly onChoose: (category: string | undefined) => void;
}

/** "All services" and the categories with how much each holds. */
const Categories = (props: CategoriesProps) => {
  const categories = useCategories();
  const known = () => (categories.isSuccess ? categories.data : []);
  const choices = () => [
    { value: undefined, label: marketplace().all, count: known().reduce((sum, { products }) => sum + products, 0) },
    ...known().map(({ category, products }) => ({ value: category, label: offers().category[category] ?? category, count: products })),
  ];
  return (
    <div class="row row-wrap" role="group" aria-label={marketplace().categories}>
      <For each={choices()}>
        {(choice) => (
          <button type="button" class="category" aria-pressed={props.chosen === choice.value} onClick={() => props.onChoose(choice.value)}>
            {choice.label}
            <span class="soft">{formatNumber(choice.count)}</span>
          </button>
        )}
      </For>
    </div>
  );
};

const Card = (props: { readonly product: ProductCard }) => {
  const price = () => unitPriceText({ ...props.product, unitPriceMinor: props.product.fromMinor, billingCycle: props.product.fromCycle });
  return (
    <li class="panel product">
      <h2>
        <A class="product-link" href={`/marketplace/${props.product.code}`}>
          {named(props.product.nameEn, props.product.nameIt)}
        </A>
      </h2>
      <p class="small soft">
        {offers().vendor[props.product.vendor] ?? props.product.vendor} ·{' '}
        {offers().category[props.product.category] ?? props.product.category}
      </p>
      <p>{named(props.product.descriptionEn, props.product.descriptionIt)}</p>
      <p class="product-foot">
        <span>
          {marketplace().from} <b>{price()}</b>
        </span>
        <span class="small soft">{marketplace().plans(props.product.plans)}</span>
      </p>
    </li>
  );
};

const NothingFound = (props: { readonly q: string | undefined; readonly onClear: () => void }) => (
  <li class="panel products-empty">
    <EmptyState
      icon={PackageSearch}
      title={props.q === undefined ? marketplace().empty : marketplace().nothing(props.q)}
      text={marketplace().nothingHint}
      action={<Button onClick={() => props.onClear()}>{marketplace().showAll}</Button>}
    />
  </li>
);

export default MarketplacePage;
