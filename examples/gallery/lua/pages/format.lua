-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("FormatDemo", { price = 1234.5, size = 5400000, at = "2026-05-01T12:00:00Z" })

return {
  title = "sl-format-…",
  demo = Demo,
  about = [[
Numbers, sizes and times in the person's own language. A date is text, or milliseconds since 1970.]],
}
