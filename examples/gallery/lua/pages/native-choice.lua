-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("NativeChoiceDemo", { milk = true, size = "small" })

function Demo:order() return self.size .. (self.milk and " with milk" or " without milk") end

return {
  title = "checkbox and radio",
  demo = Demo,
  about = [[
A check box is a boolean, a set of radio buttons with one path is the value of the one that is on.]],
}
