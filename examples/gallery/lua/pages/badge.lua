-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("BadgeDemo", { unread = 3, topic = "Gardens" })

function Demo:read() self.unread = math.max(0, self.unread - 1) end

return {
  title = "sl-badge and sl-tag",
  demo = Demo,
  about = [[
A word or a number that stands out. Their text is what `ui-value` shows.]],
}
