-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("NativeInputDemo", { name = "Ada", when = "09:30", level = "4", tint = "#0369a1" })

function Demo:all() return ("%s at %s, level %s, %s"):format(self.name, self.when, self.level, self.tint) end

return {
  title = "input",
  demo = Demo,
  about = [[
Every type that holds text, numbers, dates or colours. Written on Enter or when left, or with each key.]],
}
