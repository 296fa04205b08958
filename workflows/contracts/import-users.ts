/** Input of `importUsers`: the rows are in the database, under the import's id. */
export interface ImportUsersInput {
  readonly importId: string;
  readonly processId: string;
}

export type ImportUsersResult = { readonly added: number; readonly skipped: number };
