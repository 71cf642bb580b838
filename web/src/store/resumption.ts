// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Taking a page up with a server that had forgotten it (F-20): the server has been told of all variables again, and
// says what their values are. What it no longer has anything to say about has no value any more. A server that still
// knows the page says nothing anew, and none of this happens. The same in small when some variables are told again under
// another path.

import { ACCESS, TYPE } from '../constants';
import type { Variable } from './variable';

export class Resumption {
  // Counted, because the page may be told again before the last answer has come.
  private round = 0;
  private state: 'idle' | 'asked' | 'answered' = 'idle';

  constructor(private readonly variables: ReadonlyMap<number, Variable>) {}

  // A value that is on its way to the server is not sent back by it.
  begin(isPending: (varId: number) => boolean, told: Iterable<Variable>): void {
    this.round += 1;
    this.state = 'asked';
    for (const variable of told) {
      variable.resumed = variable.created !== null && !isPending(variable.varId);
      if (variable.resumed) variable.answered = false;
    }
  }

  // The server has spoken of something it was told again.
  heard(): void {
    if (this.state === 'asked') this.state = 'answered';
  }

  isGoingOn(): boolean {
    return this.state !== 'idle';
  }

  // The round that is being answered, 0 when none is.
  get answered(): number {
    return this.state === 'answered' ? this.round : 0;
  }

  // The answer is complete. Returns the variables that had a value and were not spoken of. Ignored when the page has
  // been told again since.
  finish(round: number): Variable[] {
    if (round !== this.answered) return [];
    this.state = 'idle';
    const silent: Variable[] = [];
    for (const variable of this.variables.values()) {
      const { resumed, answered, value, properties } = variable;
      variable.resumed = false;
      const hadValue = (value ?? properties[TYPE] ?? null) !== null;
      if (resumed && !answered && hadValue && !isOneWay(properties[ACCESS])) silent.push(variable);
    }
    return silent;
  }
}

function isOneWay(access: string | undefined): boolean {
  return access === 'action' || access === 'w';
}
