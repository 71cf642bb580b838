-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ColorPickerDemo", { colour = "#0369a1" })

return {
  title = "sl-color-picker",
  demo = Demo,
  about = [[
A colour as text.]],
}
