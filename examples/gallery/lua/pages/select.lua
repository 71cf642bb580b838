-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Colour = session:prototype("SelectColour", { id = "", name = "" })
local Demo = session:prototype("SelectDemo", { size = "m", extras = EMPTY, colours = EMPTY, colour = "sea" })

function Demo:new()
  local colours = {}
  for _, name in ipairs({ "Sand", "Sea", "Moss" }) do
    colours[#colours + 1] = session:create(Colour, { id = name:lower(), name = name })
  end
  return session:create(self, { extras = { "lid" }, colours = colours })
end
function Demo:order() return ("%s, %s, with %s"):format(self.size, self.colour, table.concat(self.extras, " and ")) end

return {
  title = "sl-select",
  demo = Demo,
  about = [[
One of several, or several of them: an array then. Options may come from a list of the app's, late or changing; the choice stays.]],
}
