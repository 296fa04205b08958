import { createSignal } from 'solid-js';
import { failureOf } from '../failure.js';

interface Asking {
  readonly answered: Promise<boolean>;
  readonly answer: (isConfirmed: boolean) => void;
}

const [asking, setAsking] = createSignal<Asking>();

/** While somebody is asked who they are. */
export { asking };

const ask = (): Promise<boolean> => {
  const already = asking();
  if (already) return already.answered; // several calls at once are confirmed by one answer
  let answer!: (isConfirmed: boolean) => void;
  const answered = new Promise<boolean>((resolve) => {
    answer = (isConfirmed) => {
      setAsking(undefined);
      resolve(isConfirmed);
    };
  });
  setAsking({ answered, answer });
  return answered;
};

/** Makes a call; if the server asks who it is, asks the person and makes the same call again. Not confirmed, it fails as the server said. */
export const confirmed = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (failureOf(error).code !== 'confirm_identity' || !(await ask())) throw error;
    return call();
  }
};
