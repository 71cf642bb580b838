-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("WaitingDemo", { text = "" })

function Demo:load() self.text = "Here it is." end
function Demo:isThere() return self.text ~= "" end

return {
  title = "sl-spinner, sl-skeleton, sl-divider",
  demo = Demo,
  about = [[
What stands where something will be, and what stands between things.]],
}
