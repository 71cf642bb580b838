-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("TreeDemo", { chosen = 0, open = true })

function Demo:choose() self.chosen = self.chosen + 1 end
function Demo:opened() self.open = true end
function Demo:closed() self.open = false end
function Demo:state() return ("Chosen %d times; the trees are %s."):format(self.chosen, self.open and "open" or "closed") end

return {
  title = "sl-tree",
  demo = Demo,
  about = [[
Things in things. The app hears when something is chosen, opened or closed.]],
}
