-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ClassDemo", { urgent = false, details = false })

function Demo:noDetails() return not self.details end

return {
  title = "ui-class-NAME",
  demo = Demo,
  about = [[
Puts a class on the element while the value is true in JavaScript's sense: not nil, false, 0 or the empty string. The name is always lower
case. The stock page knows two ways of hiding: `hidden`, and `hidden` beside `showing`.]],
}
