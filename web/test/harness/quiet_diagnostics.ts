// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Diagnostics that remember instead of printing.

import { Diagnostics, type Problem } from '../../src/diagnostics';

export class QuietDiagnostics extends Diagnostics {
  readonly problems: Problem[] = [];

  constructor() {
    super({ development: false, channels: '' });
  }

  override report(severity: Problem['severity'], code: string, message: string, detail?: unknown): void {
    this.problems.push({ severity, code, message, detail });
  }

  get codes(): string[] {
    return this.problems.map(({ code }) => code);
  }
}
