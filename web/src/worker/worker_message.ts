// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What crosses between the page and the Worker that holds the core.

export type ToWorker =
  // First and once. Addresses are absolute.
  | { readonly kind: 'start'; readonly siteUrl: string; readonly development: boolean }
  | { readonly kind: 'frame'; readonly frame: string };

export type FromWorker =
  // The session exists and is connected; frames may be sent.
  | { readonly kind: 'open' }
  | { readonly kind: 'frame'; readonly frame: string }
  | { readonly kind: 'log'; readonly level: number; readonly text: string }
  // The core failed in a call; the session may still be able to go on.
  | { readonly kind: 'problem'; readonly text: string }
  // The core has ended the connection.
  | { readonly kind: 'closed' }
  // Nothing will come of it; the reason is for the user.
  | { readonly kind: 'failed'; readonly reason: string };
