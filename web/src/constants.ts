// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Every name and number that another program can observe: attribute names in templates, classes and attributes the
// runtime writes into the page, property keys on the wire, page settings, and delays. A name spelled anywhere else in
// src/ is a mistake. Delays are in milliseconds and carry the requirement that fixes them.

// --- Attributes an author writes -----------------------------------------------------------------------------------

export const ATTRIBUTE_PREFIX = 'ui-';
export const APP_ATTRIBUTE = 'ui-app';
export const VIEW_ATTRIBUTE = 'ui-view';
export const LIST_ATTRIBUTE = 'ui-viewlist';
export const REPEAT_ATTRIBUTE = 'ui-repeat';
export const NAMESPACE_ATTRIBUTE = 'ui-namespace';
export const VALUE_ATTRIBUTE = 'ui-value';
export const ACTION_ATTRIBUTE = 'ui-action';
export const CLICK_ATTRIBUTE = 'ui-event-click';
export const CODE_ATTRIBUTE = 'ui-code';
export const HTML_ATTRIBUTE = 'ui-html';
export const DROP_ATTRIBUTE = 'ui-drop';
export const URL_ATTRIBUTE = 'ui-url';
export const TITLE_ATTRIBUTE = 'ui-title';
export const NO_KEYBOARD_ATTRIBUTE = 'ui-no-a11y';
export const ATTR_PREFIX = 'ui-attr-';
export const CLASS_PREFIX = 'ui-class-';
export const STYLE_PREFIX = 'ui-style-';
export const EVENT_PREFIX = 'ui-event-';
export const KEYPRESS_PREFIX = 'ui-event-keypress-';
export const LITERAL_SUFFIX = '-value';

// --- What the runtime writes into the page -------------------------------------------------------------------------

export const VIEWDEF_MARKER = 'ui-viewdef';
export const NEW_VIEW_CLASS = 'ui-new-view';
export const OBSOLETE_VIEW_CLASS = 'ui-obsolete-view';
export const VIEW_CLASS_PREFIX = 'ui-view-';
export const VENDED_ID_PREFIX = 'ui-';
export const NO_FLASH_STYLE_ID = 'ui-no-flash-style';
export const ERROR_CLASS = 'ui-error';
export const ERROR_CODE_ATTRIBUTE = 'ui-error-code';
export const ERROR_DESCRIPTION_ATTRIBUTE = 'ui-error-description';
export const AUTHOR_ERROR_ATTRIBUTE = 'ui-author-error'; // in development mode, on what has a binding in error
export const DISCONNECTED_CLASS = 'ui-disconnected';
export const STATUS_CLASS = 'tandem-status';
export const FAILURE_CLASS = 'tandem-failure';
export const DROP_CLASS = 'ui-dropping'; // on an element with ui-drop while files hover over it
export const UPLOAD_CLASS = 'tandem-upload';
export const SPACE_CLASS = 'tandem-space'; // What stands for rows of a long list that are out of sight.

// --- DOM events the runtime listens to or dispatches ---------------------------------------------------------------

export const VALUE_CHANGE_EVENT = 'ui-value-change';
export const VALUE_CHANGED_EVENT = 'ui-value-changed'; // D-29
export const FILE_PROGRESS_EVENT = 'ui-file-progress';
export const CONNECTED_EVENT = 'ui-connected';
export const DISCONNECTED_EVENT = 'ui-disconnected';
export const SESSION_EXPIRED_EVENT = 'ui-session-expired';
export const VIEW_READY_EVENT = 'ui-view-ready';
export const VIEW_DISPOSE_EVENT = 'ui-view-dispose';

// --- Wire ----------------------------------------------------------------------------------------------------------

export const APP_VARIABLE = 1;
export const FIRST_VENDED_VARIABLE = 2;
export const WEBSOCKET_PATH = '/ws/';
export const INSPECTOR_PATH = '/variables'; // Below the session's page, in development mode.
export const SESSION_COOKIE = 'ui-session';
export const PROTOCOL_VERSION = 1; // Of Tandem's extension (docs/protocol.md).

// Property keys with a meaning for the front end (F-69).
export const PATH = 'path';
export const TYPE = 'type';
export const ACCESS = 'access';
export const VIEWDEF = 'viewdef';
export const VIEWDEFS = 'viewdefs';
export const NAMESPACE = 'namespace';
export const FALLBACK_NAMESPACE = 'fallbackNamespace';
export const ITEM_WRAPPER = 'itemWrapper';
export const WRAPPER = 'wrapper';
export const CREATE = 'create';
export const ITEM = 'item';
export const ELEMENT_ID = 'elementId';
export const VIRTUAL = 'virtual'; // On a list: 'false' shows all rows however many there are.
export const PRIORITY = 'priority';
export const URL_PROPERTY = 'url';
export const DEFAULT_NAMESPACE = 'DEFAULT';

// Codes in error messages.
// About variable 1: there is no app to show.
export const FAILURE_CODES: ReadonlySet<string> = new Set(['app-failure', 'not-found']);
export const INVALID_VIEWDEF = 'invalid-viewdef';
// A re-created variable answered with one of these cannot be taken up again: the page is built anew (F-20).
export const REFUSED_CODES: ReadonlySet<string> = new Set(['duplicate-id', 'not-found', 'no-session', 'bad-request']);

// --- Page settings (<meta name=… content=…>) -----------------------------------------------------------------------

export const HOME_META = 'tandem-home';
export const ALLOW_CODE_META = 'tandem-allow-code';
export const HTML_POLICY_META = 'ui-html-policy';
export const DEVELOPMENT_META = 'tandem-dev';
export const SITE_META = 'tandem-site';
export const NONCE_META = 'csp-nonce';
export const DEBUG_STORAGE_KEY = 'ui-debug';
export const KEPT_TEXT_KEY = 'tandem-kept-text'; // in sessionStorage

// --- Delays --------------------------------------------------------------------------------------------------------

export const BATCH_DEBOUNCE_MS = 10; // F-40
export const BATCH_CAP_MS = 50; // F-41
export const REVEAL_LIMIT_MS = 100; // F-160
export const STALE_CONTENT_MS = 1000; // F-108
export const MISSING_VIEWDEF_MS = 250; // F-108: in development mode; a template may come just after what it is for
export const PENDING_NOTICE_MS = 2000; // F-110
export const STALE_ECHO_MS = 1000; // F-176
export const SLICE_MS = 50; // F-49: longest run of incoming messages without yielding to paint
export const RECONNECT_DELAYS_MS: readonly number[] = [1000, 2000, 4000, 8000, 16000]; // F-18
export const RECONNECT_STEADY_MS = 30000; // F-18
export const RECONNECT_STEADY_JITTER = 0.2; // F-18: ± this share of the steady delay
export const RECONNECT_SPREAD_MS = 100; // so that the pages of a restarted server do not all return in one instant
export const CONNECT_TIMEOUT_MS = 10000; // an attempt that neither opens nor fails is given up
export const PROBE_AFTER_FAILURES = 2; // F-27
export const STATUS_AFTER_MS = 5000; // a shorter interruption is not worth a word to the user
export const HEARTBEAT_MS = 4000; // D-42: after so long a silence the server is asked, after another the socket given up
export const ACK_DELAY_MS = 50; // An acknowledgement waits so long for a frame that takes it along.
export const RESYNC_SETTLE_MS = 200; // after the first answer to a page told again, silence means "no value"
export const SILENCE_MS = 1000; // F-183: after so long, an action that nothing came back for has changed nothing
export const STICK_TO_BOTTOM_PX = 40; // F-234

// --- Long lists ------------------------------------------------------------------------------------------------------

export const LONG_LIST_ROWS = 300; // up to so many, all rows are shown
export const FIRST_ROWS = 60; // shown of a long list before anything is known about its rows
export const WINDOW_SCREENS = 1.5; // how much is shown on either side of what is in sight, in its own height
export const WINDOW_MARGIN_SCREENS = 0.5; // when less than this is left of it, the window moves
export const LEGACY_MS = 2000; // what a window leaves is of use to a list that comes at once
export const LOOK_LIMIT_MS = 100; // after so long without an animation frame it is looked without one
