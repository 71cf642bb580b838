// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Frames to text and back. Decoding is total: any text yields a list of messages and of things that are not messages,
// in the order they stood (F-34). It never throws; what to do about a stranger is the caller's business.

import type { ClientFrame, ClientHead, PropertyMap, ServerHead, ServerMessage, Splice } from './message';

// Something in a frame that is not a message the front end knows. `reason` is for the log.
export interface Stranger {
  readonly type: 'stranger';
  readonly reason: string;
  readonly text: string;
}

export type Decoded = ServerMessage | Stranger;

export interface DecodedFrame {
  // Null in the plain protocol.
  readonly head: ServerHead | null;
  readonly messages: readonly Decoded[];
}

// Without a frame: one that has nothing to say but its head.
export function encodeFrame(frame: ClientFrame | undefined, head?: ClientHead): string {
  return JSON.stringify({ tandem: head, ...(frame ?? { messages: [] }) });
}

export function decodeFrame(text: string): DecodedFrame {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { head: null, messages: [stranger('not JSON', text)] };
  }
  const candidates: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const head = decodeHead(candidates[0]);
  return { head, messages: (head ? candidates.slice(1) : candidates).map(decodeMessage) };
}

function decodeHead(candidate: unknown): ServerHead | null {
  if (!isObject(candidate) || candidate['type'] !== 'tandem' || !isObject(candidate['data'])) return null;
  const { features, page, resumed, seq, ack } = candidate['data'];
  return {
    ...(Array.isArray(features) ? { features: features.map(String) } : {}),
    ...(typeof page === 'string' ? { page } : {}),
    ...(typeof resumed === 'boolean' ? { resumed } : {}),
    ...(isCount(seq) ? { seq } : {}),
    ...(isCount(ack) ? { ack } : {}),
  };
}

function decodeMessage(candidate: unknown): Decoded {
  if (!isObject(candidate)) return stranger('not an object', candidate);
  const { type, data } = candidate;
  if (typeof type !== 'string') return stranger('error' in candidate ? 'bare error' : 'no type', candidate);
  if (type !== 'update' && type !== 'destroy' && type !== 'error') return stranger('unknown type', candidate);
  if (!isObject(data)) return stranger('no data', candidate);
  const varId = data['varId'];
  if (type === 'error') {
    return {
      type,
      data: {
        ...(typeof varId === 'number' ? { varId } : {}),
        code: textOf(data['code']),
        description: textOf(data['description']),
        ...(isCount(data['upload']) ? { upload: data['upload'] } : {}),
      },
    };
  }
  if (typeof varId !== 'number') return stranger('no varId', candidate);
  if (type === 'destroy') return { type, data: { varId } };
  const { properties, edits } = data;
  if (edits !== undefined && !isEdits(edits)) return stranger('edits are not splices', candidate);
  return {
    type,
    data: {
      varId,
      ...('value' in data ? { value: data['value'] } : {}),
      ...(edits ? { edits } : {}),
      ...(isObject(properties) ? { properties: propertiesOf(properties) } : {}),
    },
  };
}

// Names may carry a priority suffix when a server relays them; it has no meaning here (F-56).
const PRIORITY_SUFFIX = /:(high|med|medium|low)$/i;

function propertiesOf(source: Record<string, unknown>): PropertyMap {
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    properties[name.replace(PRIORITY_SUFFIX, '')] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return properties;
}

function stranger(reason: string, what: unknown): Stranger {
  const text = typeof what === 'string' ? what : (JSON.stringify(what) ?? String(what));
  return { type: 'stranger', reason, text: text.slice(0, 200) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isEdits(value: unknown): value is readonly Splice[] {
  return Array.isArray(value) && value.every((edit) =>
    Array.isArray(edit) && isCount(edit[0]) && isCount(edit[1]) && Array.isArray(edit[2]));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
