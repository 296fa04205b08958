import { QueryObserver } from '@tanstack/query-core';
import { api } from './api.js';
import { toast } from './components/toast.js';
import { failureOf, failureText } from './failure.js';
import { messages } from './i18n.js';
import { queryClient } from './query-client.js';

const shell = messages('shell');

/** The command of an answer that says it waits for its process; undefined where it is carried out, or was none. */
const openCommand = (answer: unknown): string | undefined => {
  const { command } = (answer ?? {}) as { command?: { id: string; open: boolean } };
  return command?.open ? command.id : undefined;
};

/** Whether an answer says that what was asked for still waits for its process. */
export const isOpenCommand = (answer: unknown): boolean => openCommand(answer) !== undefined;

/** Follows the command's row live, and says what became of it once it is settled. */
const follow = (id: string, done: string): void => {
  const observer = new QueryObserver(queryClient, { ...api.commands.get.queryOptions({ id }), refetchInterval: 10_000 });
  const stop = observer.subscribe(({ data }) => {
    if (!data || !['done', 'refused', 'failed', 'lapsed'].includes(data.state)) return;
    stop();
    if (data.state === 'done') toast('done', done);
    else toast('failed', failureText(failureOf({ data: { failure: { code: data.code ?? 'state_conflict', params: data.params ?? {} } } })));
  });
};

/** Says what came of a press: done, or that it is kept and waits, and then what becomes of it. */
export const tellOutcome = (answer: unknown, done: string): void => {
  const id = openCommand(answer);
  if (id === undefined) toast('done', done);
  else {
    toast('done', shell().commandWaits);
    follow(id, done);
  }
};

/** The id of what a dialog asks for: the same again after a lost answer, so that it is asked once; another one after a refusal. */
export const createCommandId = () => {
  let id = crypto.randomUUID();
  return {
    id: () => id,
    /** After a failed press: was it refused, the next press is another command. */
    afterFailure: (wasLost: boolean) => {
      if (!wasLost) id = crypto.randomUUID();
    },
  };
};
