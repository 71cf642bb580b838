-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("SwitchDemo", { heating = false })

function Demo:state() return self.heating and "The heating is on." or "The heating is off." end

return {
  title = "sl-switch",
  demo = Demo,
  about = [[
True or false, for what takes effect at once.]],
}
