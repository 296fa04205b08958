import type { JSX } from 'solid-js';
import { Button } from '../components/button.js';
import { Dialog } from '../components/dialog.js';
import { FormFailure } from '../components/form-failure.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { createCommandId, tellOutcome } from '../tell-outcome.js';
import { refreshCustomer } from './customer.data.js';

const shell = messages('shell');

interface FormDialogProps {
  readonly title: string;
  readonly save: string;
  readonly done: string;
  readonly form: FormState;
  readonly act: (commandId: string) => Promise<unknown>;
  readonly onClose: () => void;
  readonly width?: 'narrow' | 'normal' | 'wide';
  readonly children: JSX.Element;
}

/** A small form about a customer. Closes when the server has taken it; until then everything typed stays. */
export const FormDialog = (props: FormDialogProps) => {
  const asked = createCommandId();
  const act = async () => {
    const answer = await props.act(asked.id());
    tellOutcome(answer, props.done);
    props.onClose();
    void refreshCustomer();
  };
  const submit = async () => {
    await props.form.send(act);
    asked.afterFailure(props.form.failure()?.network === true);
  };
  const footer = (
    <>
      <Button onClick={() => props.onClose()}>{shell().actions.cancel}</Button>
      <Button type="submit" kind="primary" busy={props.form.busy()}>
        {props.save}
      </Button>
    </>
  );
  return (
    <Dialog
      title={props.title}
      width={props.width}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      held={props.form.busy()}
      footer={footer}
    >
      {props.children}
      <FormFailure failure={props.form.failure()} />
    </Dialog>
  );
};
