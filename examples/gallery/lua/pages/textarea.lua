-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("TextareaDemo", { note = "First line\nSecond line" })

function Demo:lines() return select(2, self.note:gsub("\n", "")) + 1 end

return {
  title = "sl-textarea",
  demo = Demo,
  about = [[
Text of several lines. It can grow with what is in it.]],
}
