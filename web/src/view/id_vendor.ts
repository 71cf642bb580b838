// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Element ids `ui-1`, `ui-2`, … from one counter per page (F-124). An id that is already in the document is skipped.

import { VENDED_ID_PREFIX } from '../constants';

export class IdVendor {
  private last = 0;

  constructor(private readonly isTaken: (id: string) => boolean) {}

  vend(): string {
    let id: string;
    do {
      this.last += 1;
      id = `${VENDED_ID_PREFIX}${this.last}`;
    } while (this.isTaken(id));
    return id;
  }

  // The element's own id, or a new one set on it.
  ensure(element: Element): string {
    if (!element.id) element.id = this.vend();
    return element.id;
  }
}
