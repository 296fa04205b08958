import { A } from '@solidjs/router';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import { Show, splitProps, type Component, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import './button.css';

export type Icon = Component<{ size?: number; 'aria-hidden'?: boolean | 'true' | 'false'; class?: string }>;
export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

interface Look {
  readonly kind?: ButtonKind;
  readonly size?: 'small' | 'normal';
  readonly icon?: Icon;
}

const classes = (look: Look, extra?: string): string =>
  ['button', `button-${look.kind ?? 'plain'}`, look.size === 'small' ? 'button-small' : '', extra ?? ''].filter(Boolean).join(' ');

type ButtonProps = Look & JSX.ButtonHTMLAttributes<HTMLButtonElement> & { readonly busy?: boolean };

/** A button with a verb. While busy it keeps its focus and its width, and swallows further clicks. */
export const Button = (props: ButtonProps) => {
  const [own, rest] = splitProps(props, ['kind', 'size', 'icon', 'busy', 'class', 'children', 'disabled', 'onClick', 'type']);
  const blocked = () => Boolean(own.busy ?? false) || Boolean(own.disabled ?? false);
  const click: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (blocked()) event.preventDefault();
    else if (typeof own.onClick === 'function') own.onClick(event);
  };
  return (
    <button
      {...rest}
      type={own.type ?? 'button'}
      class={classes(own, own.class)}
      aria-disabled={blocked() ? 'true' : undefined}
      aria-busy={own.busy ? 'true' : undefined}
      onClick={click}
    >
      <Show when={own.busy} fallback={<Show when={own.icon}>{(icon) => <Dynamic component={icon()} size={16} aria-hidden="true" />}</Show>}>
        <LoaderCircle size={16} class="spinning" aria-hidden="true" />
      </Show>
      <Show when={own.children !== undefined}>
        <span class="button-label">{own.children}</span>
      </Show>
    </button>
  );
};

type IconButtonProps = JSX.ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly label: string;
  readonly icon: Icon;
  readonly tipSide?: 'end';
  readonly size?: 'small' | 'normal';
};

/** A button of one icon; its label is read aloud and shown on hover and focus. */
export const IconButton = (props: IconButtonProps) => {
  const [own, rest] = splitProps(props, ['label', 'icon', 'class', 'tipSide', 'size']);
  return (
    <button
      type="button"
      {...rest}
      class={classes({ kind: 'quiet', size: own.size }, `button-icon ${own.class ?? ''}`)}
      aria-label={own.label}
      data-tip={own.label}
      data-tip-side={own.tipSide}
    >
      <Dynamic component={own.icon} size={16} aria-hidden="true" />
    </button>
  );
};

type ButtonLinkProps = Look & {
  readonly href: string;
  readonly children: JSX.Element;
  readonly external?: boolean;
  readonly download?: boolean;
};

/** A link that looks like a button, for going to a page. */
export const ButtonLink = (props: ButtonLinkProps) => {
  const content = () => (
    <>
      <Show when={props.icon}>{(icon) => <Dynamic component={icon()} size={16} aria-hidden="true" />}</Show>
      <span class="button-label">{props.children}</span>
    </>
  );
  return (
    <Show
      when={props.external === true || props.download === true}
      fallback={
        <A href={props.href} class={classes(props)}>
          {content()}
        </A>
      }
    >
      <a
        href={props.href}
        class={classes(props)}
        download={props.download === true ? '' : undefined}
        rel={props.download === true ? 'external' : 'noreferrer external'}
        target={props.download === true ? undefined : '_blank'}
      >
        {content()}
      </a>
    </Show>
  );
};
