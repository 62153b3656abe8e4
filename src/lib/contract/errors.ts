/** The input is wrong, not the program: the command line says what, where, and exits with 2. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  /** File as it was named, null where an option is wrong. */
  readonly file: string | null;
  /** Line in the file from 1, the header included, as text; null where no line is to blame. */
  readonly row: string | null;
  /** Stable machine name, kebab-case: negative, not-a-number, unknown-source, missing-column, … */
  readonly code: string;
  /** The number the message is about, for those who say it in other words; null where it is about none. */
  readonly figure: number | null;

  constructor(
    code: string,
    message: string,
    file: string | null = null,
    row: number | null = null,
    figure: number | null = null,
  ) {
    super(message);
    this.code = code;
    this.file = file;
    this.figure = figure;
    this.row = row === null ? null : String(row);
  }
}
