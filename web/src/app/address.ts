// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where in the app a page is, and how its address says so. A place is a path with perhaps a query, "/" for the beginning:
// "/contacts/7?tab=notes". With a server it stands behind the session, "/SESSION/contacts/7" (F-262); in the local home,
// whose page is one file, behind a "#". An address without the session leads to the same place in a session of one's own
// (D-50), so that is the one to pass on.

export interface AddressEnvironment {
  readonly location: Pick<Location, 'origin' | 'pathname' | 'search' | 'hash'>;
  readonly history: Pick<History, 'pushState' | 'replaceState'>;
  // Says so whenever the address has become another without us: back, forward, a link to a "#".
  onMoved(callback: () => void): void;
  // Tells the browser and its menus which address to share.
  setCanonical(url: string): void;
}

export type Step = 'push' | 'replace';

type Listener = (place: string) => void;

export class Address {
  // Of the parts of the app that follow the place, the last one counts.
  private readonly listeners: Listener[] = [];

  constructor(private readonly home: 'server' | 'local', private readonly environment: AddressEnvironment) {
    environment.onMoved(() => this.moved());
    this.announce();
  }

  get place(): string {
    const { pathname, search, hash } = this.environment.location;
    return normalizePlace(this.home === 'local' ? hash.slice(1) : pathname.slice(this.prefix().length) + search);
  }

  // Whether there is anything to say beyond "the app".
  isDeep(): boolean {
    return this.place !== '/';
  }

  // The address of this place without the session.
  shareUrl(): string {
    return this.environment.location.origin + this.pathOf(this.place, '');
  }

  // Shows a place the app has gone to.
  show(place: string, step: Step): void {
    const wanted = normalizePlace(place);
    if (wanted === this.place) return;
    const path = this.pathOf(wanted, this.prefix());
    if (step === 'push') this.environment.history.pushState({}, '', path);
    else this.environment.history.replaceState({}, '', path);
    this.announce();
  }

  // Goes to an address as it stands, and tells the app (F-260).
  navigate(url: string): void {
    this.environment.history.pushState({}, '', url);
    this.moved();
  }

  // `listener` hears of places that the person, not the app, has gone to. Returns how to stop.
  follow(listener: Listener): () => void {
    this.listeners.push(listener);
    return () => void this.listeners.splice(this.listeners.indexOf(listener), 1);
  }

  isFollowedBy(listener: Listener): boolean {
    return this.listeners.at(-1) === listener;
  }

  private moved(): void {
    this.announce();
    this.listeners.at(-1)?.(this.place);
  }

  private announce(): void {
    if (this.home === 'server') this.environment.setCanonical(this.shareUrl());
  }

  // The session's part of the path.
  private prefix(): string {
    return this.home === 'local' ? '' : (/^\/[^/]*/.exec(this.environment.location.pathname)?.[0] ?? '').replace(/^\/$/, '');
  }

  private pathOf(place: string, prefix: string): string {
    if (this.home === 'server') return prefix + (prefix !== '' && place === '/' ? '' : place);
    const { pathname, search } = this.environment.location;
    return pathname + search + (place === '/' ? '' : `#${place}`);
  }
}

// F-263: one slash in front, none behind.
export function normalizePlace(text: string): string {
  const [, path = '', rest = ''] = /^([^?]*)(.*)$/s.exec(text) ?? [];
  // "//host" would be another server.
  return `/${path.replace(/^[/\\]+/, '').replace(/\/$/, '')}${rest}`;
}

export function browserAddress(): AddressEnvironment {
  return {
    location,
    history,
    onMoved: (callback) => window.addEventListener('popstate', callback),
    setCanonical(url) {
      let link = document.querySelector<HTMLLinkElement>('link[rel=canonical]');
      if (!link) {
        link = document.createElement('link');
        link.rel = 'canonical';
        document.head.append(link);
      }
      link.href = url;
    },
  };
}
