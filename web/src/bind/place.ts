// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-url` ties the page's address to a field of the app, both ways: the app writes "/contacts/7" and the address follows,
// with a new entry in the history, or without with `?replace`; back, forward and an address with a place in it write the
// field. `ui-title` shows a value as the title of the page. Neither touches its element.

import { createVariable, followValue, type Binding } from './binding_support';

export function bindUrl(binding: Binding): void {
  const { options, context: { runtime: { address, store }, scope } } = binding;
  const id = createVariable(binding, { access: 'rw' });
  const tell = (place: string): void => void store.update(id, place);
  scope.onDispose(address.follow(tell));
  // Where the page was opened says more than where the app begins.
  if (address.isDeep()) tell(address.place);
  let isFirst = true;
  followValue(binding, id, (value, record) => {
    if (!record || !address.isFollowedBy(tell)) return;
    address.show(typeof value === 'string' ? value : '', isFirst || options.replace ? 'replace' : 'push');
    isFirst = false;
  });
}

export function bindTitle(binding: Binding): void {
  const claim = binding.context.runtime.title.claim();
  binding.context.scope.onDispose(() => claim.release());
  const id = createVariable(binding, { access: 'r' });
  followValue(binding, id, (value) => claim.say(value === null || value === undefined ? '' : String(value)));
}
