-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("RangeDemo", { volume = 40 })

return {
  title = "sl-range",
  demo = Demo,
  about = [[
A number on a scale; with `?keypress` while it is being dragged.]],
}
