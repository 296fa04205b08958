import { useSearchParams } from '@solidjs/router';
import { createEffect, on } from 'solid-js';

interface WizardSteps<Step extends string> {
  readonly steps: () => readonly Step[];
  readonly current: () => Step;
  /** Shows a step that was reached before. */
  readonly show: (step: Step) => void;
  readonly reached: (step: Step) => boolean;
}

/**
 * Keeps a wizard's step in the address, so that the browser's Back and Forward go from step to step and leave the wizard only
 * from its first. The draft says how far one may go; an address that asks for more is put right.
 */
export const keepStepInAddress = <Step extends string>({ steps, current, show, reached }: WizardSteps<Step>): void => {
  const [search, setSearch] = useSearchParams<{ step?: string }>();
  const asked = () => steps().find((step) => step === search.step);
  let shown: Step | undefined;
  createEffect(
    on([current, () => search.step], ([step]) => {
      const wanted = asked();
      // The address moved and the wizard didn't: somebody pressed Back or Forward.
      if (step === shown && wanted !== undefined && wanted !== step && reached(wanted)) return show(wanted);
      const isFirst = shown === undefined;
      shown = step;
      if (search.step !== step) setSearch({ step }, { replace: isFirst || wanted === undefined });
    }),
  );
};
