/** Where reading stands: in the text and in the nesting of elements. */

export type Cursor = {
  chunk: string;
  /** Index in the chunk of what comes next. */
  at: number;
  line: number;
  /** Index in the chunk where the line began; negative when it began in an earlier one. */
  lineStart: number;
};

export type LineAndColumn = { readonly line: number; readonly column: number };

const NEWLINE = 0x0a;

/** Moves the cursor, counting the lines it passes. */
export function passLines(cursor: Cursor, end: number): void {
  const { chunk } = cursor;
  for (let k = cursor.at; k < end; k++) {
    if (chunk.charCodeAt(k) === NEWLINE) {
      cursor.line++;
      cursor.lineStart = k + 1;
    }
  }
  cursor.at = end;
}

/** Line and column, from 1, of an index at or behind the cursor. */
export function placeOf(cursor: Cursor, index: number): LineAndColumn {
  const moved = { ...cursor };
  passLines(moved, index);
  return { line: moved.line, column: moved.at - moved.lineStart + 1 };
}

/** Elements that are open: what they are called and who opened them. Lists of one length. */
export type OpenElements = {
  readonly names: string[];
  /** Opened by the short way: saxes does not know of it. */
  readonly isPlain: boolean[];
  /** Is an un-prefixed name below it in no namespace? */
  readonly isBare: boolean[];
  readonly lines: number[];
  /** Namespaces by prefix, as declared at the element; undefined where there are none. */
  readonly declared: (Declared | undefined)[];
};

export type Declared = Readonly<Record<string, string>>;

export const noneOpen = (): OpenElements => ({ names: [], isPlain: [], isBare: [], lines: [], declared: [] });

export function pushElement(
  open: OpenElements,
  name: string,
  line: number,
  how: { readonly isPlain: boolean; readonly isBare: boolean; readonly declared?: Declared | undefined },
): void {
  open.names.push(name);
  open.isPlain.push(how.isPlain);
  open.isBare.push(how.isBare);
  open.lines.push(line);
  open.declared.push(how.declared);
}

/** The namespace a prefix stands for in the innermost element. */
export function namespaceOf(open: OpenElements, prefix: string): string | undefined {
  for (let k = open.declared.length - 1; k >= 0; k--) {
    const uri = open.declared[k]?.[prefix];
    if (uri !== undefined) return uri;
  }
  return undefined;
}

export function popElement(open: OpenElements): void {
  open.names.pop();
  open.isPlain.pop();
  open.isBare.pop();
  open.lines.pop();
  open.declared.pop();
}
