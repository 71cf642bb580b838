-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("TooltipDemo", { pressed = 0 })

function Demo:press() self.pressed = self.pressed + 1 end
function Demo:words() return ("Pressed %d times"):format(self.pressed) end

return {
  title = "sl-tooltip",
  demo = Demo,
  about = [[
A few words about what has the pointer or the focus.]],
}
