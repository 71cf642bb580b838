-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("SplitPanelDemo", { position = 50 })

function Demo:left() self.position = 30 end
function Demo:right() self.position = 70 end

return {
  title = "sl-split-panel",
  demo = Demo,
  about = [[
Two areas with an edge that can be moved. Where it stands can follow a value.]],
}
