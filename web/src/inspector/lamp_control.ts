// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lights elements in the app's pages, wherever in this browser they are open, and hears which element was pointed at there.

import { channelName, type InspectedVariable, type LampMessage, type LampTarget } from './report';

export class LampControl {
  private readonly channel: BroadcastChannel;
  private lit = 0;

  constructor(
    session: string,
    private readonly onLit: (count: number) => void,
    private readonly onPick: (target: LampTarget) => void,
  ) {
    this.channel = new BroadcastChannel(channelName(session));
    this.channel.onmessage = ({ data }: MessageEvent<LampMessage>) => {
      if (data.kind === 'lit') {
        this.lit += data.count;
        this.onLit(this.lit);
      } else if (data.kind === 'pick') {
        this.onPick(data.target);
      }
    };
    window.addEventListener('pagehide', () => this.light(null));
  }

  // The variable's own element, in each page; that of the next variable above which has one, otherwise.
  light(trail: readonly InspectedVariable[] | null): void {
    this.lit = 0;
    const shown = [...(trail ?? [])].reverse().find(({ pages }) => pages?.some(({ elementId }) => elementId));
    const targets = (shown?.pages ?? []).flatMap(({ id, elementId }): LampTarget[] =>
      (elementId ? [{ id, elementId, path: shown?.path ?? '' }] : []));
    const label = (trail ?? []).map(({ path }) => path).filter(Boolean).join(' › ');
    this.post({ kind: 'light', targets: unique(targets), label });
    this.onLit(0);
  }

  private post(message: LampMessage): void {
    this.channel.postMessage(message);
  }
}

// Two pages may know the same by the same name.
function unique(targets: readonly LampTarget[]): LampTarget[] {
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()];
}
