import { TextInput } from '../components/text-input.js';

interface CodeInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error?: string;
  readonly onInput: (text: string) => void;
}

/** A code of the app, which phones offer by themselves, or a recovery code. */
export const CodeInput = (props: CodeInputProps) => (
  <TextInput
    name="code"
    label={props.label}
    hint={props.hint}
    value={props.value}
    error={props.error}
    onInput={props.onInput}
    autocomplete="one-time-code"
    maxLength={60}
    mono
  />
);
