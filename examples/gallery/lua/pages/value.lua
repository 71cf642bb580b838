-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ValueDemo", { name = "Ada", motto = "" })

function Demo:greeting() return ("Hello, %s!"):format(self.name) end
function Demo:length() return utf8.len(self.motto) end

return {
  title = "ui-value",
  demo = Demo,
  about = [[
Shows a value as text, or as the value of a control that can change it. A field is written when the person is done: on Enter or when
leaving. With `?keypress` it is written with each key. A method ending in `()` is shown and not written.]],
}
