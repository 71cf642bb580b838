// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Who is in front of this browser, as far as it tells: apps find it as session.timezone and session.locale. What the
// server would refuse is left out.

import type { User } from '../protocol/message';

export function userOfBrowser(): User {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const locale = navigator.language;
  return {
    ...(/^[\w+/-]{1,64}$/.test(timeZone) ? { timezone: timeZone } : {}),
    ...(/^[A-Za-z0-9-]{1,35}$/.test(locale) ? { locale } : {}),
  };
}
