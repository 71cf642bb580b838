-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("RadioDemo", { seat = "window", class = 2 })

function Demo:ticket() return ("Class %d, %s"):format(self.class, self.seat) end

return {
  title = "sl-radio-group",
  demo = Demo,
  about = [[
One of a few that are all in sight, as circles or as buttons. The group has the value.]],
}
