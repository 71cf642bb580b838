// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The browser's copy of the variable tree. Views and bindings create variables here and watch them; the server's
// messages change them; local changes are sent. It touches no DOM. Creating is synchronous, no reply is awaited (F-51).

import { ACCESS, APP_VARIABLE, ELEMENT_ID, FIRST_VENDED_VARIABLE, PATH, REFUSED_CODES, SILENCE_MS, TYPE } from '../constants';
import type { Diagnostics } from '../diagnostics';
import { applyEdits } from '../protocol/edits';
import type { ClientMessage, ErrorMessage, PropertyMap, ServerMessage, Splice, UpdateMessage } from '../protocol/message';
import type { Urgency } from './batcher';
import { Resumption } from './resumption';
import { WireIds } from './wire_ids';
import {
  Variable, createMessage, sameValue, watchMessage,
  type CreateOptions, type ErrorWatcher, type VariableError, type VariableRecord, type VariableWatcher,
} from './variable';

// Where messages go. Returns the number of the frame that will carry the message, or 'offline' when there is no session
// any more and none will.
export interface Outbox {
  enqueue(message: ClientMessage, urgency: Urgency): number | 'offline';
  // Whether a value for the variable is on its way and the server is not known to have it.
  isPending(varId: number): boolean;
}

// What the store has to tell the rest of the page.
export interface StoreListener {
  // An action cannot be done: there is no session any more.
  onActionLost(record: VariableRecord): void;
  // The server does not take up a variable created again after a reconnect (F-20).
  onResyncRefused(error: VariableError): void;
  // The server reports an error, of a variable or of none; and it is over.
  onError?(varId: number | undefined, error: VariableError): void;
  onMended?(varId: number): void;
}

// 'always' skips duplicate suppression (F-214).
export type Repetition = 'suppress' | 'always';

export class VariableStore {
  private readonly variables = new Map<number, Variable>([[APP_VARIABLE, new Variable(APP_VARIABLE, undefined, null)]]);
  private readonly resumption = new Resumption(this.variables);
  private readonly wireIds = new WireIds();
  private nextId = FIRST_VENDED_VARIABLE;
  private answeredSequence = 0;
  private listener: StoreListener | null = null;
  // Whose error came with the frame that is being received.
  private readonly failedNow = new Set<Variable>();
  private readonly unanswered = new Map<() => void, number>();

  constructor(
    private readonly outbox: Outbox,
    private readonly diagnostics: Diagnostics,
  ) {}

  setListener(listener: StoreListener): void {
    this.listener = listener;
  }

  // Undefined when destroyed or never known.
  get(id: number): VariableRecord | undefined {
    return this.variables.get(id);
  }

  // By the numbers that the server knows.
  getByWireId(wire: number): VariableRecord | undefined {
    const id = this.wireIds.here(wire);
    return id === undefined ? undefined : this.variables.get(id);
  }

  wireIdOf(id: number): number {
    return this.wireIds.of(id);
  }

  get size(): number {
    return this.variables.size;
  }

  create(options: CreateOptions): number {
    const id = this.nextId++;
    const { widget, ...sent } = options;
    const properties = { ...sent.properties };
    if (widget && !properties[ELEMENT_ID]) properties[ELEMENT_ID] = widget.elementId;
    const variable = new Variable(id, sent.parentId, { ...sent, properties }, widget);
    this.variables.set(id, variable);
    this.variables.get(sent.parentId)?.children.add(id);
    this.note(variable, this.send(createMessage(variable)));
    return id;
  }

  // Gives the variable another path. For the server it and all below it are new ones, which it says everything about
  // again; here they stay what they are.
  repath(id: number, path: string): void {
    const variable = this.variables.get(id);
    if (!variable?.created || variable.properties[PATH] === path) return;
    this.send(watchMessage('destroy', variable));
    variable.created = { ...variable.created, properties: { ...variable.created.properties, [PATH]: path } };
    variable.properties[PATH] = path;
    const moved = this.subtree(variable);
    for (const one of moved) {
      this.wireIds.rename(one.varId, this.nextId++);
      one.base = null;
      this.note(one, this.send(createMessage(one)));
    }
    this.resumption.begin((varId) => this.isPending(varId), moved);
  }

  // `undefined` leaves the value alone. Does not notify local watchers (F-57).
  update(id: number, value?: unknown, properties?: PropertyMap, repetition: Repetition = 'suppress'): void {
    const variable = this.variables.get(id);
    if (!variable) {
      this.diagnostics.report('warning', 'unknown-variable', `update of variable ${id}, which does not exist`);
      return;
    }
    const access = variable.properties[ACCESS];
    const suppressible = repetition === 'suppress' && access !== 'action' && access !== 'w';
    if (value !== undefined && suppressible && sameValue(variable.value, value)) return;
    if (value !== undefined) variable.value = value;
    // What was wrong before is no longer what the person sees; if it is again, the server will say so.
    if (value !== undefined) this.setError(variable, null);
    Object.assign(variable.properties, properties);
    const message: UpdateMessage = {
      type: 'update',
      data: { varId: id, ...(value === undefined ? {} : { value }), ...(properties ? { properties } : {}) },
    };
    const carrier = this.send(message, access === 'action' ? 'immediate' : 'batched');
    if (carrier === 'offline' && access === 'action') this.listener?.onActionLost(variable);
  }

  // `send` asks the server for updates if this is the first watcher (F-60); by default only when it is not already
  // sending them. The returned function stops watching; stopping the last one tells the server.
  watch(id: number, watcher: VariableWatcher, send?: boolean): () => void {
    const variable = this.find(id);
    if (!variable) return () => undefined;
    const wanted = send ?? !variable.subscribed;
    if (variable.watchers.size === 0 && wanted) {
      variable.subscribed = true;
      this.send(watchMessage('watch', variable));
    }
    variable.watchers.add(watcher);
    return () => {
      if (!variable.watchers.delete(watcher) || variable.watchers.size > 0 || this.variables.get(id) !== variable) return;
      variable.subscribed = false;
      this.send(watchMessage('unwatch', variable));
    };
  }

  // Reports the current state at once, null when there is no error (F-64).
  watchErrors(id: number, watcher: ErrorWatcher): () => void {
    const variable = this.find(id);
    if (!variable) return () => undefined;
    variable.errorWatchers.add(watcher);
    watcher(variable.error);
    return () => void variable.errorWatchers.delete(watcher);
  }

  getError(id: number): VariableError | null {
    return this.variables.get(id)?.error ?? null;
  }

  sendError(id: number, code: string, description: string): void {
    this.send({ type: 'error', data: { varId: id, code, description } });
    const variable = this.variables.get(id);
    if (variable) this.setError(variable, { code, description });
  }

  // Sends one message for the whole subtree and forgets all of it (F-63). Unknown ids are ignored.
  destroy(id: number): void {
    const variable = this.variables.get(id);
    if (!variable || id === APP_VARIABLE) return;
    this.send(watchMessage('destroy', variable));
    this.forget(variable);
  }

  // --- From the server ---------------------------------------------------------------------------------------------

  // `wire` has the server's ids.
  receive(wire: ServerMessage): void {
    const message = this.wireIds.translateIncoming(wire);
    switch (message?.type) {
      case 'update':
        return this.receiveUpdate(message);
      case 'destroy': {
        const variable = this.variables.get(message.data.varId);
        if (variable) this.forget(variable);
        return;
      }
      case 'error':
        return this.receiveError(message);
    }
  }

  // All messages of a frame have been received.
  frameEnded(): void {
    this.failedNow.clear();
    this.lookForAnswers();
  }

  // Calls `action` once the server has answered what was just sent for the variable, as far as can be told: with the next
  // frame, or after a silence.
  whenAnswered(id: number, action: () => void): void {
    this.unanswered.set(action, id);
    setTimeout(() => this.lookForAnswers(), SILENCE_MS);
  }

  // Whether the server has not yet spoken about this variable, nor answered the frame that created it. A variable
  // whose value is nil is never spoken of (P-33), but one answered frame answers all variables in it (P-100).
  isAwaiting(id: number): boolean {
    const variable = this.variables.get(id);
    return variable !== undefined && !variable.answered && variable.sequence > this.answeredSequence;
  }

  // --- A server that had forgotten the page (resumption.ts) ----------------------------------------------------------

  // It has been told of all variables again.
  startedOver(): void {
    this.resumption.begin((varId) => this.isPending(varId), this.variables.values());
  }

  // Whether the answer is still to come, or not yet settled.
  isResuming(): boolean {
    return this.resumption.isGoingOn();
  }

  // Names the answer, once it has begun to come; 0 otherwise.
  answeredResync(): number {
    return this.resumption.answered;
  }

  // The server has had time for all of the answer: watchers hear of what has no value any more.
  settleResync(round: number): void {
    for (const { varId } of this.resumption.finish(round)) {
      this.receiveUpdate({ type: 'update', data: { varId, value: null, properties: { [TYPE]: '' } } });
    }
  }

  // --- To the server -----------------------------------------------------------------------------------------------

  send(message: ClientMessage, urgency: Urgency = 'batched'): number | 'offline' {
    return this.outbox.enqueue(this.wireIds.translate(message), urgency);
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private lookForAnswers(): void {
    for (const [action, id] of this.unanswered) {
      if (this.isPending(id)) continue;
      this.unanswered.delete(action);
      action();
    }
  }

  private isPending(varId: number): boolean {
    return this.outbox.isPending(this.wireIds.of(varId));
  }

  // Updates for ids that are not ours any more, or never were, are dropped (F-55).
  private find(id: number): Variable | undefined {
    const known = this.variables.get(id);
    if (known || id >= FIRST_VENDED_VARIABLE || id === 0) return known;
    const adopted = new Variable(id, undefined, null);
    this.variables.set(id, adopted);
    return adopted;
  }

  private note(variable: Variable, sequence: number | 'offline'): void {
    variable.sequence = sequence === 'offline' ? Number.MAX_SAFE_INTEGER : sequence;
  }

  private receiveUpdate({ data }: UpdateMessage): void {
    const variable = this.find(data.varId);
    if (!variable) return;
    const sent = data.edits ? this.edited(variable, data.edits) : data.value;
    if (sent !== undefined) variable.base = Array.isArray(sent) ? sent : null;
    // Older than what was put in here since: the server will have that, and not send it back.
    const value = this.isPending(data.varId) ? undefined : sent;
    if (value !== undefined) variable.value = value;
    Object.assign(variable.properties, data.properties);
    this.markAnswered(variable);
    if (variable.varId === APP_VARIABLE && sent !== undefined) this.resumption.heard();
    // A write that failed is told with the value that stays instead; that does not undo the telling (F-53).
    if (!this.failedNow.has(variable)) this.setError(variable, null);
    for (const watcher of [...variable.watchers]) {
      if (!variable.watchers.has(watcher)) continue; // Removed by an earlier watcher of this round.
      this.diagnostics.guard('watcher-failed', `update of variable ${variable.varId}`, () =>
        watcher(variable, value, data.properties));
    }
  }

  // Undefined when the edits do not fit; the server is then asked for the whole array.
  private edited(variable: Variable, edits: readonly Splice[]): unknown {
    const value = applyEdits(variable.base ?? [], edits);
    if (value) return value;
    this.diagnostics.report('warning', 'bad-edits', `edits of variable ${variable.varId} do not fit what was sent before`);
    for (const type of ['unwatch', 'watch'] as const) this.send(watchMessage(type, variable));
    return undefined;
  }

  private receiveError({ data }: ErrorMessage): void {
    const { varId, code, description } = data;
    const variable = varId === undefined ? undefined : this.variables.get(varId);
    const path = variable?.properties[PATH];
    const where = varId === undefined ? '' : ` for variable ${varId}${path ? ` (${path})` : ''}`;
    this.diagnostics.report('warning', code || 'server-error', `the server reports an error${where}: ${description}`);
    this.listener?.onError?.(varId, { code, description });
    if (!variable) return;
    const refused = variable.resumed && !variable.answered && REFUSED_CODES.has(code);
    this.markAnswered(variable);
    this.failedNow.add(variable);
    this.setError(variable, data);
    if (refused) this.listener?.onResyncRefused({ code, description });
  }

  private markAnswered(variable: Variable): void {
    if (!variable.answered && variable.created && variable.sequence !== Number.MAX_SAFE_INTEGER) {
      this.answeredSequence = Math.max(this.answeredSequence, variable.sequence);
    }
    if (variable.resumed) this.resumption.heard();
    variable.answered = true;
  }

  private setError(variable: Variable, error: VariableError | null): void {
    if (variable.error === error) return;
    variable.error = error;
    if (!error) this.listener?.onMended?.(variable.varId);
    for (const watcher of [...variable.errorWatchers]) {
      this.diagnostics.guard('watcher-failed', `error of variable ${variable.varId}`, () => watcher(error));
    }
  }

  private forget(variable: Variable): void {
    this.variables.get(variable.parentId ?? 0)?.children.delete(variable.varId);
    for (const doomed of this.subtree(variable)) {
      this.variables.delete(doomed.varId);
      this.wireIds.forget(doomed.varId);
      doomed.watchers.clear();
      doomed.errorWatchers.clear();
    }
  }

  // Parents before their children.
  private subtree(variable: Variable): Variable[] {
    const found = [variable];
    for (const one of found) { // Grows on the way.
      for (const child of one.children) {
        const below = this.variables.get(child);
        if (below) found.push(below);
      }
    }
    return found;
  }
}
