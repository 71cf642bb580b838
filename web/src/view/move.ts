// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Moves a node to another place in the document, where the browser can without taking it out on the way: focus, scroll
// positions, animations and frames then stay as they are.

type Mover = ParentNode & { moveBefore?(node: Node, before: Node | null): void };

export function moveBefore(parent: ParentNode & Node, node: Node, before: Node | null): void {
  const { moveBefore: move } = parent as Mover;
  if (move && node.isConnected && parent.isConnected) move.call(parent, node, before);
  else parent.insertBefore(node, before);
}
