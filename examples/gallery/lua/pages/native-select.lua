-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("NativeSelectDemo", { fruit = "fig", days = EMPTY })

function Demo:new() return session:create(self, { days = { "mo" } }) end
function Demo:plan() return self.fruit .. " on " .. table.concat(self.days, ", ") end

return {
  title = "select",
  demo = Demo,
  about = [[
One option, or with `multiple` an array of them.]],
}
