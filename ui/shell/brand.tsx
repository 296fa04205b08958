/** The mark: a thread with what was, what is and what will be. */
export const BrandMark = (props: { readonly size?: number }) => (
  <svg
    width={props.size ?? 22}
    height={props.size ?? 22}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    aria-hidden="true"
  >
    <path d="M7 2.5v4M7 15.5v2.2" />
    <circle cx="7" cy="12" r="3.6" fill="currentColor" stroke="none" />
    <circle cx="7" cy="3" r="1.9" fill="currentColor" stroke="none" />
    <circle cx="7" cy="20" r="1.7" stroke-width="1.5" />
    <path d="M13.5 12H22M13.5 3h5M13.5 20h5" stroke-linecap="round" />
  </svg>
);
