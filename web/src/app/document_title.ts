// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The page's title, which parts of the app may claim (`ui-title`). The claim made last counts among those that say
// something; without any it is what the page says by itself.

export class DocumentTitle {
  private readonly claims: TitleClaim[] = [];
  private readonly original: string;

  constructor(private readonly page: { title: string }) {
    this.original = page.title;
  }

  claim(): TitleClaim {
    const claim = new TitleClaim((released) => {
      if (released) this.claims.splice(this.claims.indexOf(claim), 1);
      this.page.title = [...this.claims].reverse().find(({ text }) => text !== '')?.text ?? this.original;
    });
    this.claims.push(claim);
    return claim;
  }
}

export class TitleClaim {
  text = '';

  constructor(private readonly changed: (released: boolean) => void) {}

  say(text: string): void {
    this.text = text;
    this.changed(false);
  }

  release(): void {
    this.changed(true);
  }
}
