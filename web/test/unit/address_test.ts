// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where in the app a page is, and which title it has, without a browser.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Address, normalizePlace, type AddressEnvironment } from '../../src/app/address';
import { DocumentTitle } from '../../src/app/document_title';

// An address bar with a history: `back` is the person's.
class Bar implements AddressEnvironment {
  entries: string[];
  at = 0;
  canonical = '';
  private callback = (): void => undefined;

  constructor(url: string) {
    this.entries = [url];
  }

  get location(): URL {
    return new URL(this.entries[this.at] ?? '');
  }

  readonly history = {
    pushState: (_state: unknown, _unused: string, url?: string | URL | null) => {
      this.entries = [...this.entries.slice(0, this.at + 1), new URL(String(url), this.location).href];
      this.at += 1;
    },
    replaceState: (_state: unknown, _unused: string, url?: string | URL | null) => {
      this.entries[this.at] = new URL(String(url), this.location).href;
    },
  };

  onMoved(callback: () => void): void {
    this.callback = callback;
  }

  setCanonical(url: string): void {
    this.canonical = url;
  }

  back(): void {
    this.at -= 1;
    this.callback();
  }
}

test('F-263 a place has one slash in front and none behind, and never names another server', () => {
  for (const [text, place] of [['', '/'], ['/', '/'], ['a', '/a'], ['/a/b/', '/a/b'], ['//evil.example/x', '/evil.example/x'],
    ['\\\\evil.example', '/evil.example'], ['/a?b=/c/', '/a?b=/c/'], ['?q', '/?q'], ['/\\/x', '/x']] as const) {
    assert.equal(normalizePlace(text), place, text);
  }
});

test('F-262 with a server the place stands behind the session', () => {
  const bar = new Bar('http://host/abc/notes/1?x=2');
  const address = new Address('server', bar);
  assert.equal(address.place, '/notes/1?x=2');
  assert.equal(address.shareUrl(), 'http://host/notes/1?x=2');
  assert.equal(bar.canonical, 'http://host/notes/1?x=2');
  address.show('/', 'push');
  assert.deepEqual(bar.entries.slice(1), ['http://host/abc']);
  assert.equal(address.isDeep(), false);
  address.show('/', 'push');
  assert.equal(bar.entries.length, 2, 'the same place makes no entry');
  address.show('b', 'replace');
  assert.deepEqual(bar.entries.slice(1), ['http://host/abc/b']);
  assert.equal(bar.canonical, 'http://host/b');
});

test('F-262 without a session in the address there is nothing in front', () => {
  const bar = new Bar('http://host/');
  const address = new Address('server', bar);
  assert.equal(address.place, '/');
  assert.equal(address.shareUrl(), 'http://host/');
});

test('in the local home the place stands behind a #', () => {
  const bar = new Bar('http://host/somewhere/index.html?debug');
  const address = new Address('local', bar);
  assert.equal(address.place, '/');
  address.show('/notes/1?x', 'push');
  assert.equal(bar.location.href, 'http://host/somewhere/index.html?debug#/notes/1?x');
  assert.equal(address.place, '/notes/1?x');
  assert.equal(address.shareUrl(), bar.location.href);
  assert.equal(bar.canonical, '');
  address.show('/', 'replace');
  assert.equal(bar.location.href, 'http://host/somewhere/index.html?debug');
});

test('F-260 who follows hears of the person\'s moves; the last one counts', () => {
  const bar = new Bar('http://host/s');
  const address = new Address('server', bar);
  const heard: string[] = [];
  const first = (place: string): unknown => heard.push(`first ${place}`);
  const second = (place: string): unknown => heard.push(`second ${place}`);
  address.follow(first);
  const stop = address.follow(second);
  assert.deepEqual([address.isFollowedBy(first), address.isFollowedBy(second)], [false, true]);
  address.show('/a', 'push');
  address.navigate('/s/b');
  bar.back();
  stop();
  bar.back();
  assert.deepEqual(heard, ['second /b', 'second /a', 'first /']);
});

test('the title is the last claim that says something, or the page\'s own', () => {
  const page = { title: 'Page' };
  const titles = new DocumentTitle(page);
  const outer = titles.claim();
  const inner = titles.claim();
  outer.say('Outer');
  assert.equal(page.title, 'Outer');
  inner.say('Inner');
  outer.say('Changed');
  assert.equal(page.title, 'Inner');
  inner.say('');
  assert.equal(page.title, 'Changed');
  inner.say('Inner');
  inner.release();
  assert.equal(page.title, 'Changed');
  outer.release();
  assert.equal(page.title, 'Page');
});
