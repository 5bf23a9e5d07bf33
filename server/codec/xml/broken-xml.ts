/** Why reading stops: thrown inside the decoder only, caught at its edge and told as a finding. */
import type { IssueLayer, Place } from '../../epcis/issue.ts';

type Options = {
  readonly layer?: IssueLayer;
  readonly hint?: string | undefined;
  readonly at?: Place | undefined;
};

export class BrokenXml extends Error {
  override readonly name = 'BrokenXml';
  readonly id: string;
  readonly layer: IssueLayer;
  readonly hint: string | undefined;
  /** Without a path: the decoder adds where it was. Absent: at the place it has come to. */
  readonly at: Place | undefined;

  constructor(id: string, message: string, options: Options = {}) {
    super(message);
    this.id = id;
    this.layer = options.layer ?? 'wellformedness';
    this.hint = options.hint;
    this.at = options.at;
  }
}
