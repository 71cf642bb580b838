// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// homes.mjs for tests in TypeScript.

export interface Home {
  readonly name: string;
  readonly url: string;
  // What it wrote to stderr, line by line.
  readonly log: string[];
  close(): Promise<void>;
}

export interface NativeHome extends Home {
  kill(signal: string): void;
}

export function nativeHome(site: string, flags?: readonly string[]): Promise<NativeHome>;
export function localHome(site: string): Promise<Home>;
