-- Copyright (c) the Tandem authors. Licensed under the MIT License.

local Demo = session:prototype("NativeTextDemo", { text = "Four words are here" })

function Demo:words() return select(2, self.text:gsub("%S+", "")) end
function Demo:shout() self.text = self.text:upper() end

return {
  title = "textarea, button, output",
  demo = Demo,
  about = [[
The plain ones look like the others on the stock page.]],
}
