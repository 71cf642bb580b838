-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("ActionDemo", { lamp = false, chosen = "nothing" })

function Demo:toggle() self.lamp = not self.lamp end
function Demo:icon() return self.lamp and "lightbulb-fill" or "lightbulb-off" end
function Demo:state() return self.lamp and "on" or "off" end
function Demo:choose(what) self.chosen = what end

return {
  title = "ui-action",
  demo = Demo,
  about = [[
Calls a method when the element is clicked, or pressed by key: any element can be reached then. With `(_)` the method gets the value of the
element. What is still being typed elsewhere arrives first. Nothing else happens, so a link does not lead away.]],
}
