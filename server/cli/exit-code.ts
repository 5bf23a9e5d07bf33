/** Ends a command with a code after it has said everything itself. */
export class ExitCode extends Error {
  override readonly name = 'ExitCode';
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}
