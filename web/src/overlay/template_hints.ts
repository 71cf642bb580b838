// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Hints for the author about templates that parse but do not mean what they seem to say. Looked for in development mode.

const VOID = 'area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr';
const SELF_CLOSED = new RegExp(`<(?!(?:${VOID})\\b)([a-z][a-z0-9-]*)(?:\\s[^<>]*)?/>`, 'i');
const UPPER_CASE_NAME = /\s(ui-(?:attr|class|style|event)-[a-z0-9-]*[A-Z][\w-]*)\s*=/;

// Sentences for the author; empty when there is nothing to say (F-73, F-88).
export function templateHints(text: string): string[] {
  const hints: string[] = [];
  const outsideDrawings = text.replace(/<(svg|math)\b[\s\S]*?<\/\1>/gi, '');
  const selfClosed = SELF_CLOSED.exec(outsideDrawings);
  if (selfClosed) {
    hints.push(`<${selfClosed[1]} …/> does not close itself in HTML: what follows becomes its content`);
  }
  const upperCase = UPPER_CASE_NAME.exec(text);
  if (upperCase?.[1]) hints.push(`${upperCase[1]} is read as ${upperCase[1].toLowerCase()}: HTML has no upper case in names`);
  return hints;
}
