import Check from 'lucide-solid/icons/check';
import { For, Show, type JSX } from 'solid-js';
import { Contained } from './contained.js';
import './wizard-frame.css';

export interface WizardStep {
  readonly id: string;
  readonly title: string;
  /** Whether it may be gone to: it was reached before, or everything before it is right. */
  readonly reachable: boolean;
  readonly complete: boolean;
}

interface WizardFrameProps {
  readonly label: string;
  readonly steps: readonly WizardStep[];
  readonly current: string;
  readonly onStep: (id: string) => void;
  readonly children: JSX.Element;
  readonly summaryTitle: string;
  /** Left out where the form itself is a summary. */
  readonly summary?: JSX.Element;
}

/** Steps at the left, the form in the middle, at the right what it will come to. */
export const WizardFrame = (props: WizardFrameProps) => (
  <div class="wizard">
    <ol class="wizard-steps" aria-label={props.label}>
      <For each={props.steps}>
        {(step, index) => (
          <li data-current={step.id === props.current ? '' : undefined}>
            <button
              type="button"
              class="wizard-step"
              aria-current={step.id === props.current ? 'step' : undefined}
              aria-disabled={step.reachable ? undefined : 'true'}
              onClick={() => step.reachable && props.onStep(step.id)}
            >
              <span class="wizard-step-mark" classList={{ 'wizard-step-complete': step.complete }}>
                <Show when={step.complete && step.id !== props.current} fallback={index() + 1}>
                  <Check size={14} aria-hidden="true" />
                </Show>
              </span>
              {step.title}
            </button>
          </li>
        )}
      </For>
    </ol>
    <div class="wizard-form">
      <Contained>{props.children}</Contained>
    </div>
    <Show when={props.summary}>
      <aside class="wizard-summary" aria-label={props.summaryTitle}>
        <div class="panel">
          <div class="panel-head">
            <h2>{props.summaryTitle}</h2>
          </div>
          <div class="panel-body">
            <Contained>{props.summary}</Contained>
          </div>
        </div>
      </aside>
    </Show>
  </div>
);
